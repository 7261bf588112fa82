import { describe, expect, it } from 'vitest';
import type { Recipe, Schedule } from '../../shared/contract/schemas/recipe.ts';
import { scheduleSchema } from '../../shared/contract/schemas/recipe.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { scheduleFactor } from '../../shared/model/schedule.ts';
import { extendedSpec, isExtendable, ratesAround } from '../../shared/runs/extend.ts';
import { changeMarks } from '../../shared/runs/marks.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

function finished(recipe: Partial<Recipe>, changes: Partial<Run> = {}): Run {
  const spec = someSpec();
  return someRun('one', {
    spec: { ...spec, recipe: { ...spec.recipe, epochs: 4, ...recipe } },
    status: 'finished',
    epoch: 4,
    stepsPerEpoch: 10,
    step: 40,
    checkpointStep: 40,
    ...changes,
  });
}
const kinds = ['constant', 'step', 'cosine', 'oneCycle', 'plateau'] as const;
const schedules: Schedule[] = kinds.map((kind) => scheduleSchema.parse({ kind }));

describe('more epochs', () => {
  it.each(schedules)('go on by $kind: a held curve is the same up to the old end and stays there', (schedule) => {
    const run = finished({ schedule });
    const { recipe, extended } = extendedSpec(run, 3, 'hold');
    expect([recipe.epochs, extended]).toEqual([7, [4]]);
    for (let step = 1; step <= 40; step++)
      expect(scheduleFactor(recipe, step, 10)).toBe(scheduleFactor(run.spec.recipe, step, 10));
    if (schedule.kind === 'cosine' || schedule.kind === 'oneCycle')
      for (let step = 41; step <= 70; step++) expect(scheduleFactor(recipe, step, 10)).toBeCloseTo(schedule.final, 12);
  });

  it('stretched follow the curve of a run of all the epochs, also after one that was held', () => {
    const run = finished({ schedule: { kind: 'cosine', final: 0 } });
    const stretched = extendedSpec(run, 4, 'stretch');
    const planned = { ...run.spec.recipe, epochs: 8 };
    for (let step = 41; step <= 80; step++)
      expect(scheduleFactor(stretched.recipe, step, 10)).toBe(scheduleFactor(planned, step, 10));
    const rates = ratesAround({ recipe: run.spec.recipe, stepsPerEpoch: 10, epoch: 4 }, 4, 'stretch')!;
    expect(rates.before).toBeCloseTo(0, 12);
    expect(rates.next).toBeCloseTo(0.5, 1);
    expect(rates.last).toBeCloseTo(0, 12);
    const held = extendedSpec(run, 2, 'hold');
    const again = extendedSpec({ ...run, spec: held, epoch: 6 }, 2, 'stretch');
    expect(again.recipe).toEqual(planned);
    expect(again.extended).toEqual([4, 6]);
  });

  it('are for finished runs with a checkpoint alone, and not for those of an experiment', () => {
    const group = {
      id: 'group-1',
      kind: 'transfer',
      index: 0,
      count: 3,
      role: 'base',
      perClass: null,
      images: 5,
    } as const;
    const run = finished({});
    expect(isExtendable(run)).toBe(true);
    const others: Run[] = [
      { ...run, status: 'stopped' },
      { ...run, checkpointStep: null },
      { ...run, epoch: 0 },
      { ...run, spec: { ...run.spec, group } },
    ];
    for (const other of others) {
      expect(isExtendable(other)).toBe(false);
      expect(() => extendedSpec(other, 1, 'hold')).toThrow(expect.objectContaining({ code: 'run-not-extendable' }));
    }
    expect(() => extendedSpec(run, 997, 'hold')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('marks', () => {
  it('change in what is named, tags once each', () => {
    const once = changeMarks(undefined, { addTags: ['a', 'b'], starred: true });
    expect(once).toEqual({ starred: true, tags: ['a', 'b'], notes: '' });
    expect(changeMarks(once, { addTags: ['b', 'c'], removeTags: ['a', 'z'], notes: 'n' })).toEqual({
      starred: true,
      tags: ['b', 'c'],
      notes: 'n',
    });
    const many = Array.from({ length: 40 }, (_, i) => `t${i}`);
    expect(() => changeMarks(once, { addTags: many })).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
