import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { DataFiles, TrainJob } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION, STRONG } from '../../shared/data/augment.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { floatsFromBytes, placesToBytes } from '../../shared/data/number-bytes.ts';
import { scoresOf } from '../../shared/evaluation/scores.ts';
import { LIGHT } from '../../shared/data/augment.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { tellsOfStep } from '../fixtures/told-steps.ts';
import { trainJob, untilCheckpoint, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';
import { bundleTrainer, startTrainer, type TrainerProcess } from '../fixtures/trainer-process.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let script: string;
let data: DataFiles;
const alive: TrainerProcess[] = [];

beforeAll(async () => {
  script = await bundleTrainer(folder);
  data = writeMnistFiles(at('data'), 2000, 300);
});
afterAll(() => {
  for (const trainer of alive) trainer.kill();
  remove();
});

async function trainer(): Promise<TrainerProcess> {
  const started = await startTrainer(script);
  alive.push(started);
  return started;
}

const job = (name: string, options: JobOptions = {}) =>
  trainJob(at(name), data, { limit: 1200, ...options, recipe: { epochs: 2, ...options.recipe } });

/** To its end, in a process of its own. Returns the final weights' hash. */
async function runToEnd(run: TrainJob): Promise<{ sha: string; trainer: TrainerProcess }> {
  const process = await trainer();
  await process.client.call('job.start', run);
  expect(await process.ended).toMatchObject({ outcome: 'finished', error: null });
  const finished = process.logs.at(-1)!;
  process.kill();
  if (finished.type !== 'finished') throw new Error(`the last log is ${finished.type}`);
  return { sha: finished.weightsSha256, trainer: process };
}

describe('a trainer process', () => {
  /** The classic; one with normalisation, dropout and augmentation; a recurrence. */
  const RUNS: Record<string, JobOptions> = {
    tutorial: { preset: 'tutorial' },
    augmented: { preset: 'starter', recipe: { augmentation: STRONG, ema: { decay: 0.99 } } },
    lstm: { preset: 'lstm' },
  };

  /** Kills a run with epochs of nine steps in its second one, and lets it go on: what its second trainer told. */
  async function killedAndResumed(name: string, asked: JobOptions): Promise<TrainerProcess['logs']> {
    // Long enough to be killed long before its end on any machine.
    const options = { ...asked, recipe: { epochs: 4, ...asked.recipe }, checkpoint: { everySteps: 2 } };
    const whole = await runToEnd(job(`${name}-whole`, options));
    const victim = await trainer();
    const killed = job(`${name}-killed`, options);
    await victim.client.call('job.start', killed);
    await untilCheckpoint(killed, 12, victim.ended);
    victim.kill();
    expect(await victim.exited).toMatchObject({ signal: 'SIGKILL' });

    const resumed = await runToEnd(job(`${name}-killed`, { ...options, resume: true }));
    const again = resumed.trainer.logs.find((log) => log.type === 'resumed')!;
    expect(again).toMatchObject({ damaged: [] });
    // After the first epoch of nine steps, at a checkpoint, and not at its beginning.
    expect('step' in again && again.step).toBeGreaterThanOrEqual(10);
    expect(resumed.sha).toBe(whole.sha);
    return resumed.trainer.logs;
  }

  it.each(Object.keys(RUNS))('killed in the middle of an epoch: %s goes on to the same weights', async (name) => {
    await killedAndResumed(name, RUNS[name]!);
  });

  it('killed in the middle of an epoch: a fine-tune with frozen features and replay goes on to the same weights', async () => {
    await runToEnd(job('parent', { preset: 'quick', recipe: { epochs: 1 } }));
    const logs = await killedAndResumed('fine-tune', {
      limit: 600,
      // Its steps are of the head alone, and quick.
      recipe: {
        batchSize: 128,
        validation: { kind: 'stratified', fraction: 0.1 },
        augmentation: NO_AUGMENTATION,
        epochs: 20,
      },
      from: { folder: at('parent/model'), freeze: 'features', replay: { files: data, share: 0.5 }, originals: [data] },
    });
    expect(logs.find((log) => log.type === 'started')).toMatchObject({ replayCount: 540, stepsPerEpoch: 9 });
    expect(logs.some((log) => log.type === 'stage' && log.stage === 'features')).toBe(true);
  });

  it('answers while it trains: one job, predictions between steps, pause, resume, stop', async () => {
    const { client, seen, ended, logs, kill } = await trainer();
    const model = path.join(job('tutorial-whole').folder, 'model');
    const images = readMnist('test').images.slice(0, 8 * 784);
    const alone = await client.call('model.predict', { folder: model, images });
    const question = { inputShape: [28, 28, 1] as [number, number, 1], images, augmentation: LIGHT, seed: 3 };
    const changed = await client.call('engine.augment', { ...question, firstStep: 1, draws: 2 });

    await client.call('job.start', job('busy', { recipe: { epochs: 50 } }));
    await expect(client.call('job.start', job('second'))).rejects.toMatchObject({ code: 'busy' });
    await expect(client.call('engine.probe', { seconds: 1 })).rejects.toMatchObject({ code: 'busy' });
    await seen((log) => tellsOfStep(log, 3));
    const between = await client.call('model.predict', { folder: model, images });
    expect(between.items).toEqual(alone.items);
    expect(await client.call('engine.augment', { ...question, firstStep: 1, draws: 2 })).toEqual(changed);

    const paused = await client.call('job.pause', null);
    expect(logs.filter((log) => log.type === 'checkpoint').map((log) => log.step)).toContain(paused.step);
    await client.call('job.resume', null);
    await seen((log) => log.type === 'steps' && log.step > paused.step);
    const stopped = await client.call('job.stop', null);
    expect(await ended).toMatchObject({ outcome: 'stopped', error: null });
    expect(logs.at(-1)).toMatchObject({ type: 'stopped', step: stopped.step });
    expect(stopped.step).toBeLessThan(450);
    await expect(client.call('job.stop', null)).rejects.toMatchObject({ code: 'run-not-found' });
    kill();
  });

  it('tells of failures as data', async () => {
    const { client, ended, logs, kill } = await trainer();
    await client.call('job.start', { ...job('broken'), data: [{ ...data, trainLabels: at('no-such-file') }] });
    expect(await ended).toMatchObject({ outcome: 'failed', error: { code: 'not-found' } });
    expect(logs.at(-1)).toMatchObject({ type: 'failed', error: { code: 'not-found' } });
    await expect(
      client.call('model.predict', { folder: at('nowhere'), images: new Uint8Array(784) }),
    ).rejects.toMatchObject({ code: 'model-not-found' });
    kill();
  });

  it('evaluates a model folder, probes its speed, tells its memory', async () => {
    const { client, kill } = await trainer();
    const { card } = await readModelFolder(path.join(job('tutorial-whole').folder, 'model'));
    const memory = new Promise<{ residentBytes: number }>((resolve) => client.on('memory', resolve));
    const folder = path.join(job('tutorial-whole').folder, 'model');
    const into = at('answers');
    mkdirSync(into);
    const progress: { ticket: string; done: number; total: number }[] = [];
    client.on('evaluation.progress', (news) => progress.push(news));
    const { classes } = data.task;
    const count = card.tests[0]!.n;
    const places = placesToBytes(Array.from({ length: count }, (_, i) => i));
    const choice = { folder, data, split: 'test' as const, change: {}, ticket: 'lab-1', into, places };
    const result = await client.call('evaluation.run', { ...choice, want: 'answers' });
    expect(result).toMatchObject({ width: classes.length });
    expect(progress.at(-1)).toEqual({ ticket: 'lab-1', done: count, total: count });
    const logits = floatsFromBytes(readFileSync(path.join(into, 'logits.f32')));
    const labels = Int32Array.from(labelsFromBytes(readFileSync(data.testLabels)));
    const answers = { count, classes: classes.length, logits, known: null };
    const { accuracy, loss, interval95, confusion, n } = scoresOf(answers, { labels, given: labels }, null);
    expect({ dataset: card.tests[0]!.dataset, accuracy, loss, n, interval95, confusion }).toEqual(card.tests[0]);
    const beyond = { ...choice, places: placesToBytes([count]), want: 'answers' as const };
    await expect(client.call('evaluation.run', beyond)).rejects.toMatchObject({ code: 'image-not-found' });
    const probe = await client.call('engine.probe', { seconds: 0.5 });
    expect(probe.imagesPerSecond).toBeGreaterThan(0);
    expect(probe.seconds).toBeGreaterThanOrEqual(0.5);
    expect((await memory).residentBytes).toBeGreaterThan(50e6);
    kill();
  });

  it('ends by itself when its host is gone', async () => {
    const { client, exited } = await trainer();
    client.close();
    expect(await exited).toMatchObject({ code: 0 });
  });
});
