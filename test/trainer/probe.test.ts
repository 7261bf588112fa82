import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { loadEngine } from '../../electron/trainer/load-engine.ts';
import { probe } from '../../electron/trainer/probe.ts';
import { spreadOf } from '../../electron/trainer/probe-spread.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { findPreset } from '../../shared/model/presets/index.ts';

beforeAll(() => loadEngine({ backend: 'tensorflow', libraryFolder: null }));

it.each([
  // More images in a batch than the probe has by itself.
  ['quick', 1500],
  ['best', 32],
  ['vit', 32],
])('measures the speed of %s on any task, as its recipe trains it', async (id, batchSize) => {
  const task: Task = { inputShape: [20, 24, 1], classes: ['a', 'b', 'c'] };
  const { model, recipe } = findPreset(id)!;
  const subject = { model: fitModel(model, task), recipe: { ...recipe, batchSize }, task };
  const measured = await probe(0.05, new AbortController().signal, subject);
  expect(measured.imagesPerSecond).toBeGreaterThan(0);
});

it('ends when it is cancelled', async () => {
  const controller = new AbortController();
  const measuring = probe(60, controller.signal);
  controller.abort();
  await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
});

it.each(['tutorial', 'residual', 'vit', 'bigru'])('shares out the time of %s among its layers', async (id) => {
  const { model, recipe } = findPreset(id)!;
  const before = tf.memory().numTensors;
  const subject = { model, recipe: { ...recipe, batchSize: 8 }, task: DIGITS, perLayer: true };
  const { layers } = await probe(0.05, new AbortController().signal, subject);
  expect(layers).toHaveLength(model.layers.length);
  expect(layers!.every((seconds) => seconds > 0)).toBe(true);
  expect(tf.memory().numTensors).toBe(before);
});

it('says how sure it is of a speed', () => {
  expect(spreadOf([1, 1])).toBeNull();
  expect(spreadOf([2, 2, 2, 2, 2])).toBe(0);
  const noisy = Array.from({ length: 100 }, (_, i) => 1 + (i % 2 ? 0.1 : -0.1));
  const slow = Array.from({ length: 100 }, (_, i) => (i < 50 ? 0.9 : 1.1));
  // The same deviation, but what lasts does not cancel out.
  expect(spreadOf(slow)!).toBeGreaterThan(3 * spreadOf(noisy)!);
});
