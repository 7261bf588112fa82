import { expect, it } from 'vitest';
import { availableIn, freeMemory } from '../../electron/services/engine/machine.ts';
import { MemoryCheck } from '../../electron/services/engine/memory-check.ts';
import type { EngineName } from '../../electron/trainer-link/engine-source.ts';
import type { TrainerStatus } from '../../electron/trainer-link/trainer-link.ts';
import { Emitter } from '../../shared/emitter.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { trainingMemory } from '../../shared/model/training-memory.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { fitModel } from '../../shared/model/fit-model.ts';

const ofPreset = (id: string, batchSize: number, side = 28) => {
  const { model, recipe } = findPreset(id)!;
  const task = { ...DIGITS, inputShape: [side, side, 1] as [number, number, 1] };
  return { task, model: fitModel(model, task), recipe: { ...recipe, batchSize } };
};

/** The highest memory of processes that took one step, bytes, with the images of two batches in each: two processors, TensorFlow 2.18. */
const MEASURED: readonly (readonly [id: string, batch: number, side: number, megabytes: number])[] = [
  ['softmax', 4096, 28, 413],
  ['tutorial', 1024, 28, 790],
  ['tutorial', 4096, 28, 1940],
  ['best', 2048, 28, 3866],
  ['vit', 512, 28, 2578],
  ['lstm', 4096, 28, 1566],
  ['softmax', 4096, 256, 3373],
];

it.each(MEASURED)('%s with batches of %i at %i pixels takes what was measured, %i MB', (id, batch, side, megabytes) => {
  const { model, recipe } = ofPreset(id, batch, side);
  const { least, most } = trainingMemory(describeModel(model), recipe, 2 * batch * side * side);
  const measured = megabytes * 2 ** 20;
  expect(least).toBeLessThan(measured);
  expect(most).toBeGreaterThan(measured);
  // So that what takes a few times more than there is does not pass.
  expect(least).toBeGreaterThan(measured / 3);
});

it('a bigger batch, bigger images, more data and more slots each take more', () => {
  const least = (batch: number, side: number, bytes = 0, name: 'sgd' | 'adam' = 'adam') => {
    const { model, recipe } = ofPreset('tutorial', batch, side);
    const optimizer = { ...recipe.optimizer, name } as typeof recipe.optimizer;
    return trainingMemory(describeModel(model), { ...recipe, optimizer }, bytes).least;
  };
  expect(least(256, 28)).toBeGreaterThan(least(128, 28));
  expect(least(128, 56)).toBeGreaterThan(least(128, 28));
  expect(least(128, 28, 1e9) - least(128, 28)).toBe(1e9);
  expect(least(128, 28)).toBeGreaterThan(least(128, 28, 0, 'sgd'));
});

const checkOn = (
  free: number,
  {
    engine = 'cpu',
    state = 'stopped',
    resident,
  }: { engine?: EngineName; state?: TrainerStatus['state']; resident?: number } = {},
) => {
  const onMemory = new Emitter<{ residentBytes: number }>(() => undefined);
  const status: TrainerStatus = { state, facts: null, error: null };
  const check = new MemoryCheck({
    link: { status, onMemory } as unknown as ConstructorParameters<typeof MemoryCheck>[0]['link'],
    engine: () => engine,
    freeMemory: () => free,
  });
  if (resident !== undefined) onMemory.emit({ residentBytes: resident });
  return check;
};

it('what cannot fit is refused with what it takes and what there is, in GB; what can is not', () => {
  const large = ofPreset('best', 4096, 256);
  expect(() => checkOn(16e9).check(large, 0)).toThrow(
    expect.objectContaining({
      code: 'model-too-large-for-memory',
      params: { needed: expect.any(Number) as number, free: 16 },
    }),
  );
  expect(() => checkOn(16e9).check(ofPreset('best', 512), 47e6)).not.toThrow();
  expect(() => checkOn(1e9).check(ofPreset('tutorial', 128), 2e9)).toThrow(/model-too-large-for-memory/);
});

it('memory that the trainer has counts as free, as long as it lives; a graphics card is not weighed', () => {
  expect(checkOn(1e9, { state: 'busy', resident: 2e9 }).free()).toBe(3e9);
  expect(checkOn(1e9, { state: 'stopped', resident: 2e9 }).free()).toBe(1e9);
  expect(checkOn(1, { engine: 'cuda' }).free()).toBeNull();
  expect(() => checkOn(1, { engine: 'webgpu' }).check(ofPreset('best', 4096, 256), 0)).not.toThrow();
});

it('reads what Linux says is available, which is more than what is unused', () => {
  const meminfo = 'MemTotal:       24684000 kB\nMemFree:          100000 kB\nMemAvailable:   18148404 kB\n';
  expect(availableIn(meminfo)).toBe(18_148_404 * 1024);
  expect(availableIn('MemTotal: 1 kB\n')).toBeNull();
  expect(freeMemory()).toBeGreaterThan(0);
});
