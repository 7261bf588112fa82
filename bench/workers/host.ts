// A host for a trainer's events: it receives them and does nothing with them.
import { trainerCalls, trainerEvents } from '../../shared/contract/trainer.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { processTransport } from '../../shared/rpc/process.ts';

const client = connect({ calls: trainerCalls, events: trainerEvents }, processTransport(process));
client.on('job.logs', () => undefined);
