// The trainer's whole run, in this process: a turn is an epoch with all that belongs to it (logs, weights, a checkpoint).
//
//   node bench/workers/run.ts JOB.json
import { fit } from '../../electron/trainer/fit.ts';
import { JobControl } from '../../electron/trainer/fit/job-control.ts';
import { trainJobSchema } from '../../shared/contract/trainer.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { imagesSeen } from '../lib/images-seen.ts';
import { readJob } from '../lib/job.ts';
import { answerTurns } from './answer-turns.ts';
import { loadEngine, WARM_UP_STEPS } from './engine.ts';

const job = readJob(process.argv[2]!);
const { device, threads, versions } = loadEngine();
const control = new JobControl();
const logs = fit(
  trainJobSchema.parse({
    id: 'bench',
    spec: {
      version: 1,
      name: 'bench',
      model: job.model,
      data: { datasets: [job.data.id], limit: job.images },
      recipe: job.recipe,
    },
    data: [job.data],
    folder: job.folder,
    resume: false,
    // An epoch's end brings one anyway; the seconds of resting between turns must not bring more.
    checkpoint: { everySeconds: 86_400 },
  }),
  { engine: { name: 'TensorFlow', device, threads }, loadSeconds: 0, control },
);

let seen = 0;

/** Trains until the step or epoch that `enough` waits for, pauses there, and returns the images since the last time. */
async function train(enough: (log: { type: string; step?: number }) => boolean): Promise<number> {
  const before = seen;
  control.resume();
  for (;;) {
    const { value: log, done } = await logs.next();
    if (done) throw new Error('the run ended');
    if (log.type === 'started' && log.engine.mode !== job.mode) throw new Error(log.engine.fallback ?? 'no graph');
    if (log.type === 'steps') seen = imagesSeen(log.step, job.images, job.recipe.batchSize);
    // An epoch may end where the warm-up did: that is no turn.
    if (seen > before && enough(log)) void control.pause();
    if (log.type === 'paused') return seen - before;
  }
}

await train((log) => log.type === 'steps' && log.step! >= WARM_UP_STEPS);
await answerTurns({ versions, parameters: describeModel(job.model).parameters }, () =>
  train((log) => log.type === 'epoch'),
);
process.exit(0);
