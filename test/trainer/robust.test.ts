import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';
import { digitModel } from '../fixtures/train-steps.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 600, 100);
});
afterAll(remove);

describe('one process', () => {
  it('trains twenty models one after the other without growing', async () => {
    const resident: number[] = [];
    const tensors: number[] = [];
    const before = readdirSync(os.tmpdir()).filter((name) => name.startsWith('inkstone-graph-')).length;
    for (let i = 0; i < 24; i++) {
      const preset = ['quick', 'lstm', 'compact'][i % 3];
      const { error } = await runFit(trainJob(at(`many-${i}`), data, { preset, recipe: { epochs: 1 } }));
      expect(error).toBeNull();
      resident.push(process.memoryUsage.rss());
      tensors.push(tf.memory().numTensors);
    }
    expect(new Set(tensors).size).toBe(1);
    expect((tf.backend() as NodeJSKernelBackend).binding.getNumOfSavedModels()).toBe(0);
    expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith('inkstone-graph-')).length).toBeLessThanOrEqual(
      before,
    );
    // The allocator takes what it needs in the first ones. A model that is not freed would add its own 40 MB and more each
    // time, 480 MB over the twelve between these two means; what waits for a collection of garbage is up to 80 MB.
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(resident.slice(-6)) - mean(resident.slice(6, 12))).toBeLessThan(240e6);
  });
});

describe('a long run', () => {
  it('outlives hundreds of epochs, each validated with weights that a session took over', async () => {
    // JavaScript memory that a session's threads released ended the process in one of some three hundred epochs.
    const few = { ...trainJob(at('long'), data, { preset: 'tutorial', recipe: { epochs: 500 } }) };
    const { of, error } = await runFit({ ...few, spec: { ...few.spec, data: { ...few.spec.data, limit: 300 } } });
    expect(error).toBeNull();
    expect(of('epoch')).toHaveLength(500);
  });
});

describe('a stop', () => {
  it('is obeyed at the end of the call of steps that is under way', async () => {
    let [asked, later] = [0, 0];
    const { of } = await runFit(
      trainJob(at('stop'), data, { preset: 'quick', recipe: { epochs: 1000 } }),
      (log, control) => {
        if (log.type !== 'steps') return;
        if (asked > 0) later += log.loss.length;
        else if (log.step > 20) {
          asked = log.step;
          void control.stop();
        }
      },
    );
    expect(of('stopped')[0]!.step - asked).toBe(later);
    expect(later).toBeLessThan(8);
  });
});

describe('a step that is not finite', () => {
  it('is told and left out, and ten in a row end the run', async () => {
    // Without activations no unit dies: each step's weights feed the next step's gradients.
    const model = digitModel([{ type: 'Flatten' }, { type: 'Dense', units: 64 }, { type: 'Dense', units: 64 }]);
    const recipe = {
      optimizer: { name: 'sgd', learningRate: 10 },
      epochs: 2,
      batchSize: 16,
      validation: { kind: 'none' },
    } as const;
    const { of, steps, error } = await runFit(trainJob(at('skipped'), data, { model, recipe }));
    expect(error).toMatchObject({ code: 'training-diverged' });
    const finite = steps().length;
    const skipped = of('skipped').map((log) => log.step);
    expect(skipped).toHaveLength(9);
    expect(skipped[0]).toBe(finite + 1);
    for (const { loss } of steps()) expect(Number.isFinite(loss)).toBe(true);
  });
});
