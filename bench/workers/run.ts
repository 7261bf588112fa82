// The trainer's whole run, in this process: a turn is an epoch, from its middle on, with all that belongs to it (logs, a checkpoint,
// and another process that is told of it).
//
//   node bench/workers/run.ts JOB.json
import { fork } from 'node:child_process';
import path from 'node:path';
import { fit } from '../../electron/trainer/fit.ts';
import { JobControl } from '../../electron/trainer/fit/job-control.ts';
import { TELL_EVERY } from '../../electron/trainer/job-runner.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { trainerEvents } from '../../shared/contract/trainer.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { processTransport } from '../../shared/rpc/process.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { imagesSeen } from '../lib/run-speed.ts';
import { readJob } from '../lib/job.ts';
import { timeTensorflow } from '../lib/tensorflow-time.ts';
import { trainerJob } from '../lib/trainer-process.ts';
import { answerTurns } from './answer-turns.ts';
import { loadEngine, WARM_UP_STEPS } from './engine.ts';

const job = readJob(process.argv[2]!);
const { device, threads, versions } = loadEngine();
const control = new JobControl();
let untold: RunLog[] = [];
function tell(): void {
  telling.emit('job.logs', { id: 'bench', logs: untold });
  untold = [];
}

const plain = trainerJob({
  folder: job.folder,
  data: job.data,
  model: job.model,
  recipe: job.recipe,
  limit: job.images,
});
const logs = fit(
  // An epoch's end brings a checkpoint anyway; the seconds of resting between turns must not bring more.
  { ...plain, checkpoint: { everySeconds: 86_400 } },
  { engine: { name: 'TensorFlow', device, threads }, loadSeconds: 0, control, tell: () => (tell(), []) },
);

const host = fork(path.join(import.meta.dirname, 'host.ts'), [], { serialization: 'advanced' });
const telling = serve({ calls: {}, events: trainerEvents }, {}, processTransport(host));
const timer = setInterval(tell, TELL_EVERY);

let step = 0;
const seen = (steps: number): number => imagesSeen(steps, job.images, job.recipe.batchSize);

async function next(): Promise<RunLog> {
  const { value: log, done } = await logs.next();
  if (done) throw new Error('the run ended');
  untold.push(log);
  if (log.type === 'started' && log.engine.mode !== job.mode) throw new Error(log.engine.fallback ?? 'no graph');
  return log;
}

/** Trains so many steps more, to the end of a call, and returns the images. */
async function train(steps: number): Promise<number> {
  control.resume();
  const before = step;
  while (step - before < steps) {
    const log = await next();
    if (log.type === 'steps') step = log.step;
  }
  return seen(step) - seen(before);
}

/** Pauses the run: otherwise the time between two turns would count as a slow step. */
async function rest(): Promise<void> {
  void control.pause();
  while ((await next()).type !== 'paused');
}

await train(WARM_UP_STEPS);
await rest();
await answerTurns(
  { versions, parameters: describeModel(job.model).parameters },
  () => train(Math.ceil(job.images / job.recipe.batchSize)),
  { tensorflow: timeTensorflow(), rest },
);
clearInterval(timer);
host.kill();
process.exit(0);
