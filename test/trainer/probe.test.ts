import { beforeAll, expect, it } from 'vitest';
import { loadEngine } from '../../electron/trainer/load-engine.ts';
import { probe } from '../../electron/trainer/probe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
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
