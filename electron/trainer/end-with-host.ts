import type { Transport } from '../../shared/rpc/transport.ts';
import type { TrainerSession } from './session.ts';

/** How long a last checkpoint may take, milliseconds: who resumes the run waits for it (see writer-claim.ts). */
const PATIENCE = 10_000;

/**
 * Ends the trainer when its host is gone, killed perhaps: nobody can ask for anything any more, and a training that nobody
 * sees would take the machine's cores for hours. A run in progress writes its checkpoint first.
 */
export function endWithHost(transport: Transport, trainer: TrainerSession): void {
  // A host that is gone reads no more of what is printed; that must not end this process before its checkpoint.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  transport.onClose(() => {
    setTimeout(() => process.exit(1), PATIENCE);
    void trainer.end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
