import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { allFinite } from '../../electron/trainer/checkpoints/tensors.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { STRONG } from '../../shared/data/augment.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { tellsOfStep, toldSteps } from '../fixtures/told-steps.ts';
import { trainJob, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 1000, 300);
});
afterAll(remove);

const job = (name: string, options: JobOptions = {}) =>
  trainJob(at(name), data, { ...options, recipe: { epochs: 2, ...options.recipe } });
const checkpointFiles = (name: string) =>
  readdirSync(at(`${name}/checkpoints`))
    .filter((file) => file.startsWith('step-'))
    .sort();

/** Everything that a run says, but for times. */
const story = (logs: readonly object[]) =>
  logs.map((log) =>
    JSON.stringify(log, (key, value) => (/time|seconds|PerSecond|bytes/i.test(key) ? undefined : value)),
  );

/** Normalisation, dropout, augmentation, averages; and a recurrence. */
const RUNS: Record<string, JobOptions> = {
  tutorial: { preset: 'tutorial' },
  augmented: {
    preset: 'starter',
    recipe: {
      augmentation: { ...STRONG, noise: 0.05, erase: 4 },
      ema: { decay: 0.99 },
      schedule: { kind: 'oneCycle' },
      optimizer: { name: 'nesterov', weightDecay: 0.001 },
    },
  },
  lstm: { preset: 'lstm', recipe: { schedule: { kind: 'plateau', patience: 1 } } },
};

describe.each(Object.keys(RUNS))('interruptions of %s change nothing', (preset) => {
  const options = RUNS[preset]!;
  let whole: Awaited<ReturnType<typeof runFit>>;
  beforeAll(async () => (whole = await runFit(job(`${preset}-whole`, options))));
  const stepsFrom = (step: number) => story(whole.steps().filter((log) => log.step > step));

  it('pause and resume in the same process', async () => {
    const paused = await runFit(job(`${preset}-pause`, options), (log, control) => {
      if (tellsOfStep(log, 5)) void control.pause().then(() => control.resume());
    });
    // At the end of the call that step 5 was a part of.
    const { step } = paused.of('paused')[0]!;
    expect(step).toBeGreaterThanOrEqual(5);
    expect(step).toBeLessThan(16);
    expect(paused.of('resumed')).toMatchObject([{ step }]);
    expect(story(paused.steps())).toEqual(story(whole.steps()));
    expect(paused.of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
  });

  it('stop and resume from the disk, in the middle of an epoch and once more', async () => {
    const name = `${preset}-stop`;
    const stopAt = (step: number) => (log: RunLog, control: { stop(): unknown }) => {
      if (tellsOfStep(log, step)) void control.stop();
    };
    const first = await runFit(job(name, options), stopAt(1));
    const { step: one } = first.of('stopped')[0]!;
    expect(one).toBeLessThan(8);
    const second = await runFit(job(name, { ...options, resume: true }), stopAt(9));
    expect(second.of('resumed')).toMatchObject([{ step: one, damaged: [] }]);
    const { step: two } = second.of('stopped')[0]!;
    expect(two).toBeGreaterThan(8);
    const third = await runFit(job(name, { ...options, resume: true }));
    expect(story(third.steps())).toEqual(stepsFrom(two));
    expect(story(third.of('epoch'))).toEqual(story(whole.of('epoch').slice(1)));
    expect(story(third.of('test'))).toEqual(story(whole.of('test')));
    expect(third.of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
  });
});

describe('checkpoints on disk', () => {
  it('are kept two at a time, with the best weights that they speak of', async () => {
    await runFit(job('kept', { recipe: { epochs: 4 }, checkpoint: { everySteps: 3 } }));
    expect(checkpointFiles('kept')).toHaveLength(2);
    const { checkpoint } = (await new CheckpointFolder(at('kept')).newest())!;
    expect(checkpoint.position).toMatchObject({ step: 32, epoch: 4, stepInEpoch: 0 });
    await expect(new CheckpointFolder(at('kept')).readBest(checkpoint.position.best!.step)).resolves.toHaveLength(8);
    expect(readdirSync(at('kept/checkpoints')).every((file) => file.endsWith('.safetensors'))).toBe(true);
  });

  it('hold no step that was not told before', async () => {
    const told: number[] = [];
    const { of } = await runFit(
      job('told', { checkpoint: { everySteps: 3 } }),
      () => undefined,
      (logs) => void told.push(toldSteps(logs).at(-1)!.step),
    );
    expect(of('checkpoint').length).toBeGreaterThan(4);
    expect(told).toEqual(of('checkpoint').map(({ step }) => step));
  });

  it('a torn newest one is passed over and told; the run ends the same', async () => {
    const whole = await runFit(job('torn-whole'));
    await runFit(job('torn', { checkpoint: { everySteps: 2 } }), (log, control) => {
      if (tellsOfStep(log, 7)) void control.stop();
    });
    const [older, newest] = checkpointFiles('torn') as [string, string];
    const file = at(`torn/checkpoints/${newest}`);
    truncateSync(file, readFileSync(file).length - 1000);
    const resumed = await runFit(job('torn', { resume: true }));
    expect(resumed.of('resumed')).toMatchObject([{ step: Number(/\d+/.exec(older)![0]), damaged: [newest] }]);
    expect(resumed.of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
  });

  it('a flipped bit counts as torn; with all torn the run says so', async () => {
    await runFit(job('flipped'), (log, control) => void (tellsOfStep(log, 2) && control.stop()));
    for (const name of checkpointFiles('flipped')) {
      const bytes = readFileSync(at(`flipped/checkpoints/${name}`));
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(at(`flipped/checkpoints/${name}`), bytes);
    }
    const { error } = await runFit(job('flipped', { resume: true }));
    expect(error).toMatchObject({ code: 'checkpoint-torn' });
  });

  it('without any, resume begins at the start', async () => {
    const { of, steps } = await runFit(job('nothing', { resume: true, recipe: { epochs: 1 } }));
    expect(of('resumed')).toMatchObject([{ step: 0 }]);
    expect(steps()[0]!.step).toBe(1);
  });

  it('of another model are refused', async () => {
    await runFit(job('other'), (log, control) => void (tellsOfStep(log, 2) && control.stop()));
    const { error } = await runFit(job('other', { preset: 'compact', resume: true }));
    expect(error).toMatchObject({ code: 'checkpoint-torn' });
  });
});

describe('a run that runs away', () => {
  // Without relu no unit dies: each step's weights feed the next step's gradients.
  const dense = (units: number, activation: string) => ({ type: 'Dense', units, activation });
  const layers = [{ type: 'Flatten' }, dense(64, 'linear'), dense(64, 'linear'), dense(10, 'softmax')];
  const model = modelSpecSchema.parse({ version: 1, name: 'linear', inputShape: [28, 28, 1], layers });
  const recipe = { optimizer: { name: 'sgd', learningRate: 10 }, epochs: 20 } as const;

  it('ends at its last good checkpoint and says where', async () => {
    const { of, steps, error } = await runFit(job('diverged', { model, recipe, checkpoint: { everySteps: 1 } }));
    expect(error).toBeInstanceOf(AppError);
    const { step, checkpointStep } = of('diverged')[0]!;
    expect(error).toMatchObject({ code: 'training-diverged', params: { step, checkpointStep } });
    expect(checkpointStep).toBeGreaterThan(0);
    expect(checkpointStep).toBeLessThanOrEqual(step);
    const found = await new CheckpointFolder(at('diverged')).newest();
    expect(found!.checkpoint.position.step).toBe(checkpointStep);
    expect(allFinite(found!.checkpoint.tensors)).toBe(true);
    expect(steps().every((log) => Number.isFinite(log.loss))).toBe(true);
    // Ten steps in a row changed nothing, then the run ended.
    expect(of('skipped').map((log) => log.step)).toEqual(Array.from({ length: 9 }, (_, i) => step - 9 + i));
    expect(of('finished')).toEqual([]);
  });

  it('says step 0 where there is no checkpoint yet', async () => {
    const { of } = await runFit(job('diverged-early', { model, recipe: { ...recipe, batchSize: 16 } }));
    expect(of('diverged')[0]!.checkpointStep).toBe(0);
    expect(await new CheckpointFolder(at('diverged-early')).newest()).toBeNull();
  });
});
