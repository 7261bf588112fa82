import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { findLearningRate } from '../../electron/trainer/find-learning-rate.ts';
import { Measurements } from '../../electron/trainer/measurements.ts';
import type { CancelSignal } from '../../shared/contract/define.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { abortable, createCancelSource } from '../../shared/rpc/cancel.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

let home: { folder: string; remove(): void };
let data: DataFiles;
let spec: RunSpec;
beforeAll(() => {
  loadTensorflow();
  home = temporaryFolder();
  data = writeMnistFiles(home.folder, 3000, 100);
  ({ spec } = trainJob(home.folder, data));
});
afterAll(() => home.remove());
const calm = () => createCancelSource().signal;

describe('the learning-rate finder', () => {
  it('suggests for the Tutorial what Adam is known to do well with, the same each time, and leaves nothing behind', async () => {
    const first = await findLearningRate(spec, [data], calm());
    expect(first.suggestion).toBeGreaterThan(1e-4);
    expect(first.suggestion).toBeLessThan(1e-2);
    expect(first.points[0]!.learningRate).toBeCloseTo(1e-6, 12);
    expect(first.points.length).toBeGreaterThan(80);
    // It begins at chance and comes far below.
    expect(first.points[0]!.loss).toBeCloseTo(Math.log(10), 0);
    expect(Math.min(...first.points.map(({ loss }) => loss))).toBeLessThan(1);
    const { numTensors } = tf.memory();
    expect(await findLearningRate(spec, [data], calm())).toEqual(first);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('ends when it is cancelled, and when a run wants the engine; two at once are refused', async () => {
    const measurements = new Measurements(() => false);
    const find = (signal: CancelSignal) =>
      measurements.measure((ended) => findLearningRate(spec, [data], ended), signal);
    const source = createCancelSource();
    const cancelled = find(source.signal);
    await expect(find(calm())).rejects.toMatchObject({ code: 'busy' });
    source.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const outrun = find(calm());
    const [, outcome] = await Promise.all([measurements.makeWay(), outrun.catch((thrown: unknown) => thrown)]);
    expect(outcome).toMatchObject({ code: 'cancelled' });
  });
});

describe('measurements', () => {
  it('are refused while a run has the engine', async () => {
    const measurements = new Measurements(() => true);
    await expect(measurements.measure(async () => 1, calm())).rejects.toMatchObject({ code: 'busy' });
  });

  it('keep a run waiting where they are short, and end with their process all the same', async () => {
    const measurements = new Measurements(() => false);
    let finish = (): void => undefined;
    const work = new Promise<number>((resolve) => (finish = () => resolve(7)));
    const measured = measurements.measure(() => work, calm(), 'wait');
    const made = measurements.makeWay().then(() => 'made way');
    expect(await Promise.race([made, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits');
    finish();
    expect(await measured).toBe(7);
    expect(await made).toBe('made way');

    const other = measurements.measure((signal) => abortable(new Promise(() => undefined), signal), calm(), 'wait');
    const [outcome] = await Promise.all([other.catch((thrown: unknown) => thrown), measurements.end()]);
    expect(outcome).toMatchObject({ code: 'cancelled' });
  });
});
