import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSchema, type Run, type RunSpec } from '../../shared/contract/schemas/run.ts';
import { runLogSchema, type RunLog } from '../../shared/contract/schemas/run-log.ts';
import { LIGHT, NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { applyLog } from '../../shared/runs/apply-log.ts';
import { groupSpecs } from '../../shared/runs/group-specs.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import { migrateLog, migrateRecipe, migrateRun } from '../../shared/runs/migrate.ts';
import { supersede } from '../../shared/runs/supersede.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

/** Runs as the first studio left them. */
const OLD = path.join(repositoryRoot, 'test', 'fixtures', 'old-runs');
const oldRun = (preset: string): Record<string, unknown> => {
  const folder = readdirSync(OLD).find((name) => name.startsWith(preset))!;
  return JSON.parse(readFileSync(path.join(OLD, folder, 'run.json'), 'utf8')) as Record<string, unknown>;
};
const time = 1;

describe('a run of the first studio', () => {
  it('is read: its augmentation in numbers, its optimizer without weight decay, its model with defaults', () => {
    const run = runSchema.parse(migrateRun(oldRun('compact')));
    expect(run).toMatchObject({ status: 'finished', spec: { recipe: { version: 2, augmentation: LIGHT } } });
    expect(LIGHT).toMatchObject({ rotation: 12, shift: 2, zoom: 0.1, shear: 8, elastic: 0 });
    expect(run.spec.recipe).toMatchObject({
      optimizer: { name: 'adam', weightDecay: 0 },
      schedule: { kind: 'constant' },
      gradientClip: { kind: 'none' },
      ema: null,
      earlyStopping: null,
      labelSmoothing: 0,
      classBalance: 'none',
    });
    expect(run.spec.model.layers[0]).toMatchObject({ type: 'Conv2D', dilationRate: [1, 1] });
    const other = runSchema.parse(migrateRun(oldRun('tutorial')));
    expect(other.spec.recipe).toMatchObject({
      augmentation: NO_AUGMENTATION,
      optimizer: { name: 'momentum' },
      seed: 7,
    });
  });

  it('once read is read again as it is', () => {
    const run = runSchema.parse(migrateRun(oldRun('compact')));
    expect(runSchema.parse(migrateRun(JSON.parse(JSON.stringify(run))))).toEqual(run);
  });

  it('that is no run stays what it is, for the schema to refuse', () => {
    for (const strange of [undefined, null, 7, [], { spec: null }]) expect(migrateRun(strange)).toEqual(strange);
    expect(migrateRecipe({ version: 1, augmentation: 'wild' })).toMatchObject({ augmentation: 'wild' });
    const { recipe } = oldRun('compact')['spec'] as { recipe: object };
    expect(migrateRecipe({ ...recipe, augmentation: undefined })).toMatchObject({ augmentation: NO_AUGMENTATION });
  });

  it('that asked for validation without any opens as what it did: neither stopped early nor came down', () => {
    const run = runSchema.parse(migrateRun(oldRun('compact')));
    const { recipe } = run.spec;
    const early = { patience: 3, restoreBest: true };
    const plateau = { kind: 'plateau', factor: 0.5, patience: 2, minimum: 0.01 };
    const none = { kind: 'none' };
    const blind = { ...recipe, validation: none, earlyStopping: early, schedule: plateau };
    const written = { ...run, spec: { ...run.spec, recipe: blind } };
    expect(runSchema.safeParse(written).success).toBe(false);
    expect(runSchema.parse(migrateRun(written)).spec.recipe).toEqual({
      ...recipe,
      validation: none,
      earlyStopping: null,
      schedule: { kind: 'constant' },
    });
    const { spec } = oldRun('tutorial') as { spec: { recipe: object } };
    const first = { ...spec.recipe, validation: none, earlyStopping: early };
    expect(recipeSchema.parse(migrateRecipe(first))).toMatchObject({ version: 2, earlyStopping: null });
    // With validation, all stays.
    const seeing = { ...recipe, validation: { kind: 'tail', fraction: 0.1 }, earlyStopping: early, schedule: plateau };
    expect(migrateRecipe(seeing)).toEqual(seeing);
  });

  it('has logs that are all still understood, its steps as columns of one', () => {
    for (const folder of readdirSync(OLD)) {
      const lines = readFileSync(path.join(OLD, folder, 'metrics.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean);
      expect(lines.length).toBeGreaterThan(10);
      let steps = 0;
      for (const line of lines) {
        const old = JSON.parse(line) as Record<string, unknown>;
        const log = runLogSchema.parse(migrateLog(old));
        if (log.type === 'test') expect(log.result).toEqual({ ...(old['result'] as object), confusion: cells(old) });
        else if (old['type'] !== 'step') expect(log).toEqual(old);
        else {
          const { loss, accuracy, learningRate } = old;
          const columns = { loss: [loss], accuracy: [accuracy], learningRate: [learningRate] };
          expect(log).toEqual({ ...old, type: 'steps', ...columns });
          expect(log).toMatchObject({ step: ++steps });
        }
      }
      expect(steps).toBeGreaterThan(2);
    }
  });
});

/** The cells that are not 0, of the whole matrix that a test's log had. */
function cells(log: Readonly<Record<string, unknown>>): number[][] {
  const { confusion } = log['result'] as { confusion: number[][] };
  return confusion.flatMap((row, truth) => row.flatMap((n, read) => (n === 0 ? [] : [[truth, read, n]])));
}

describe('what a run tells', () => {
  it('of an earlier wish does not undo a later one', () => {
    const news: RunLog[] = [
      { type: 'paused', time, step: 9 },
      { type: 'resumed', time, step: 9 },
      { type: 'checkpoint', time, step: 9, seconds: 0.1 },
      { type: 'skipped', time, step: 9 },
    ];
    for (const log of news) expect(applyLog(someRun('run-1', { status: 'stopping' }), log).status).toBe('stopping');
    const becomes = (status: Run['status'], log: RunLog): string => applyLog(someRun('run-1', { status }), log).status;
    expect(becomes('pausing', news[0]!)).toBe('paused');
    // It was paused and let go on, and is to pause again; or it begins where a checkpoint was.
    expect(becomes('pausing', news[1]!)).toBe('pausing');
    expect(becomes('paused', news[1]!)).toBe('running');
    expect(becomes('starting', news[1]!)).toBe('running');
    expect(becomes('stopping', { type: 'stopped', time, step: 9 })).toBe('stopped');
  });

  it('a step that was skipped counts; an early end leaves the run where it stopped', () => {
    const run = someRun('run-1', { step: 9 });
    expect(applyLog(run, { type: 'skipped', time, step: 10 })).toEqual({ ...run, step: 10 });
    const early: RunLog = { type: 'early-stopped', time, step: 844, epoch: 2, best: 1 };
    expect(applyLog(run, early)).toEqual({ ...run, step: 844, epoch: 2 });
  });

  it('of skipped steps and an early end is done again after a resume before them', () => {
    const kept: RunLog[] = [
      { type: 'skipped', time, step: 3 },
      { type: 'checkpoint', time, step: 4, seconds: 0.1 },
    ];
    const resumed: RunLog = { type: 'resumed', time, step: 4 };
    const gone: RunLog[] = [
      { type: 'skipped', time, step: 5 },
      { type: 'early-stopped', time, step: 6, epoch: 2, best: 1 },
    ];
    expect(supersede([...kept, ...gone, resumed])).toEqual([...kept, resumed]);
  });

  const steps = (step: number, ...loss: number[]): RunLog => ({
    type: 'steps',
    time,
    step,
    epoch: 1,
    loss,
    accuracy: loss.map((value) => 1 - value),
    learningRate: loss.map(() => 0.001),
    imagesPerSecond: 1000,
    etaSeconds: 1,
  });

  it('of steps that were told together goes as far as they are done again', () => {
    const resumed: RunLog = { type: 'resumed', time, step: 4 };
    const told = [steps(3, 0.9, 0.8, 0.7), steps(6, 0.6, 0.5, 0.4), steps(9, 0.3, 0.2, 0.1), resumed, steps(5, 0.55)];
    expect(supersede(told)).toEqual([steps(3, 0.9, 0.8, 0.7), steps(4, 0.6), resumed, steps(5, 0.55)]);
    expect(supersede([steps(4, 0.6), resumed])).toEqual([steps(4, 0.6), resumed]);
  });

  it('of steps has a number of each for every one of them', () => {
    expect(runLogSchema.safeParse(steps(2, 0.5, 0.4)).success).toBe(true);
    for (const wrong of [{ loss: [] }, { loss: [0.5] }, { accuracy: [] }, { learningRate: [1, 2, 3] }]) {
      expect(runLogSchema.safeParse({ ...steps(2, 0.5, 0.4), ...wrong }).success).toBe(false);
    }
    expect(runLogSchema.safeParse({ ...steps(2), accuracy: [], learningRate: [] }).success).toBe(false);
  });
});

describe('the specs of a group', () => {
  const spec: RunSpec = { ...someSpec('Mine'), recipe: { ...someSpec().recipe, seed: 2 ** 32 - 2 } };

  it('of seeds go on from the first one’s, past the largest', () => {
    const specs = groupSpecs(spec, { kind: 'seeds', count: 3 }, 'group-1');
    expect(specs.map(({ recipe }) => recipe.seed)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
    expect(specs.map(({ name }) => name)).toEqual(['Mine 1/3', 'Mine 2/3', 'Mine 3/3']);
    expect(specs[2]!.group).toEqual({ id: 'group-1', kind: 'seeds', index: 2, count: 3 });
    expect(specs[0]!.recipe.validation).toEqual(spec.recipe.validation);
  });

  it('of folds share the seed and hold out a part each', () => {
    const specs = groupSpecs({ ...spec, name: 'x'.repeat(120) }, { kind: 'folds', count: 5 }, 'group-1');
    expect(specs.map(({ recipe }) => recipe.validation)).toEqual(
      [0, 1, 2, 3, 4].map((index) => ({ kind: 'fold', folds: 5, index })),
    );
    expect(new Set(specs.map(({ recipe }) => recipe.seed)).size).toBe(1);
    for (const { name } of specs) expect(name).toMatch(/^x{116} \d\/5$/);
  });
});
