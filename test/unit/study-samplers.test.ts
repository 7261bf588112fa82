import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings, Space, Trial } from '../../shared/contract/schemas/study.ts';
import { trialSchema } from '../../shared/contract/schemas/study.ts';
import { stream } from '../../shared/random/random.ts';
import type { Told } from '../../shared/study/ask-tell.ts';
import { bestTrials, dominates, ranks } from '../../shared/study/objectives.ts';
import { SAMPLERS } from '../../shared/study/samplers/index.ts';
import { normalCdf } from '../../shared/study/samplers/normal.ts';
import { parzen, weightsOf } from '../../shared/study/samplers/parzen.ts';
import { splitTrials } from '../../shared/study/samplers/split.ts';
import { allSettings, isOfSpace, readSpace } from '../../shared/study/space.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { anySpace, MAXIMIZE, MINIMIZE, someTrial } from '../fixtures/studies.ts';

interface Reference {
  readonly space: Space;
  readonly observations: readonly Settings[];
  readonly asked: readonly Settings[];
  readonly logDensity: readonly number[];
}

const told = (space: Space, trials: readonly Trial[] = [], seed = 1, objectives = [MINIMIZE]): Told => ({
  dimensions: readSpace(space),
  objectives,
  trials,
  seed,
  number: trials.length,
});

/** Asks and tells `count` times; `number` counts on from what is there. */
function search(space: Space, count: number, value: (settings: Settings) => number, seed = 1): Trial[] {
  const trials: Trial[] = [];
  for (let number = 0; number < count; number++)
    trials.push(someTrial(number, SAMPLERS.tpe.suggest(told(space, trials, seed))!, 0));
  return trials.map((trial) => ({ ...trial, objective: [value(trial.values)] }));
}

const statuses = fc.constantFrom<Trial['status']>('finished', 'finished', 'pruned', 'failed', 'running', 'stopped');

/** Trials of a space that ended in any way. */
const anyTrials = (space: Space) =>
  fc
    .array(fc.tuple(statuses, fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.nat()), { maxLength: 40 })
    .map((ends) =>
      ends.map(([status, value, seed], number): Trial => {
        const values = SAMPLERS.random.suggest(told(space, [], seed))!;
        const reports = status === 'pruned' ? [{ epoch: 1 + (seed % 3), value: seed % 5 === 0 ? null : value }] : [];
        return someTrial(number, values, value, { status, reports, ...(status !== 'finished' && { objective: null }) });
      }),
    );

const spaceWithTrials = anySpace.chain((space) => fc.tuple(fc.constant(space), anyTrials(space), fc.nat()));

describe('every sampler', () => {
  it.each(['random', 'tpe'] as const)('%s stays in the space, whatever became of the trials before', (name) => {
    fc.assert(
      fc.property(spaceWithTrials, ([space, trials, seed]) => {
        const asked = told(space, trials, seed);
        expect(isOfSpace(asked.dimensions, SAMPLERS[name].suggest(asked)!)).toBe(true);
        const several = trials.map((trial) => ({
          ...trial,
          objective: trial.objective && [...trial.objective, trial.number % 3],
        }));
        expect(
          isOfSpace(asked.dimensions, SAMPLERS[name].suggest(told(space, several, seed, [MINIMIZE, MAXIMIZE]))!),
        ).toBe(true);
      }),
    );
  });

  it.each(['random', 'tpe'] as const)(
    '%s suggests the same after its state was written down and read again',
    (name) => {
      fc.assert(
        fc.property(spaceWithTrials, ([space, trials, seed]) => {
          const read = trialSchema.array().parse(JSON.parse(JSON.stringify(trials)));
          expect(SAMPLERS[name].suggest(told(space, read, seed))).toEqual(
            SAMPLERS[name].suggest(told(space, trials, seed)),
          );
        }),
      );
    },
  );

  it('grid tries every combination once, in an order of the seed, and then nothing', () => {
    const space: Space = { 'recipe.a': { choices: [1, 2, 3] }, 'recipe.b': { low: 0, high: 1, step: 0.5 } };
    const order = (seed: number): (Settings | null)[] => {
      const trials: Trial[] = [];
      return Array.from({ length: 10 }, (_, number) => {
        const values = SAMPLERS.grid.suggest(told(space, trials, seed));
        if (values) trials.push(someTrial(number, values, 0));
        return values;
      });
    };
    expect(order(1).at(-1)).toBeNull();
    const text = (all: (Settings | null)[]): string[] => all.map((settings) => JSON.stringify(settings));
    expect(text(order(1).slice(0, 9)).sort()).toEqual(text(allSettings(readSpace(space), 9)).sort());
    expect(order(1)).not.toEqual(order(2));
  });
});

describe('TPE', () => {
  const references = JSON.parse(
    readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'study', 'parzen.json'), 'utf8'),
  ) as Reference[];

  it.each(references.map((one) => [`${Object.keys(one.space).join(' ')}, ${one.observations.length}`, one] as const))(
    "has the densities of Optuna's estimator: %s",
    (_name, { space, observations, asked, logDensity }) => {
      const estimator = parzen(
        readSpace(space),
        observations.map((values, number) => someTrial(number, values, 0)),
        false,
      );
      asked.forEach((settings, i) => expect(estimator.logDensity(settings)).toBeCloseTo(logDensity[i]!, 6));
    },
  );

  it('draws as its densities say', () => {
    const space: Space = { 'recipe.a': { low: 1, high: 6, int: true }, 'recipe.f': { choices: ['x', 'y'] } };
    const dimensions = readSpace(space);
    const trials = [2, 2, 5].map((a, number) =>
      someTrial(number, { 'recipe.a': a, 'recipe.f': a === 5 ? 'y' : 'x' }, 0),
    );
    const estimator = parzen(dimensions, trials, false);
    const random = stream(5, 'study');
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const key = JSON.stringify(estimator.draw(random));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let sum = 0;
    for (const settings of allSettings(dimensions, 100)) {
      const probability = Math.exp(estimator.logDensity(settings));
      sum += probability;
      expect(Math.abs((counts.get(JSON.stringify(settings)) ?? 0) / 20_000 - probability)).toBeLessThan(0.012);
    }
    expect(sum).toBeCloseTo(1, 9);
  });

  it('lets old trials count less and less', () => {
    const weights = weightsOf(40, false);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(weights[0]! / weights.at(-1)!).toBeCloseTo(1 / 40, 12);
    expect(weights.slice(14)).toEqual(Array(27).fill(weights.at(-1)));
    expect(new Set(weightsOf(40, true)).size).toBe(1);
  });

  it('finds the bottom of a bowl that random search of the same length misses', () => {
    const space: Space = { 'recipe.a': { low: -10, high: 10 }, 'recipe.b': { low: -10, high: 10 } };
    const bowl = (s: Settings): number => ((s['recipe.a'] as number) - 3) ** 2 + ((s['recipe.b'] as number) + 4) ** 2;
    const bestOf = (name: 'tpe' | 'random', seed: number): number => {
      const trials: Trial[] = [];
      for (let number = 0; number < 60; number++) {
        const values = SAMPLERS[name].suggest(told(space, trials, seed))!;
        trials.push(someTrial(number, values, bowl(values)));
      }
      return Math.min(...trials.map(({ objective }) => objective![0]!));
    };
    const won = Array.from({ length: 15 }, (_, seed) => bestOf('tpe', seed) < bestOf('random', seed)).filter(Boolean);
    expect(won.length).toBeGreaterThanOrEqual(12);
  });

  it('takes no failed, stopped or running trial for a good one, and a pruned one only where finished ones are lacking', () => {
    fc.assert(
      fc.property(spaceWithTrials, ([, trials]) => {
        const { good, others } = splitTrials(trials, [MINIMIZE]);
        expect([...good, ...others].sort((a, b) => a.number - b.number)).toEqual(trials);
        for (const trial of good) {
          expect(['finished', 'pruned']).toContain(trial.status);
          if (trial.status === 'pruned') expect(others.every(({ status }) => status !== 'finished')).toBe(true);
          else
            for (const other of others)
              if (other.status === 'finished') expect(trial.objective![0]).toBeLessThanOrEqual(other.objective![0]!);
        }
      }),
    );
  });

  it('has failed trials make neither its beginning shorter nor more of the others good', () => {
    const space: Space = { 'recipe.a': { low: 0, high: 1 } };
    const failed = (from: number, count: number): Trial[] =>
      Array.from({ length: count }, (_, i) =>
        someTrial(from + i, { 'recipe.a': 0.9 }, 0, { status: 'failed', objective: null }),
      );
    const trials = [...search(space, 9, () => 0), ...failed(9, 20)];
    expect(SAMPLERS.tpe.suggest(told(space, trials))).toEqual(SAMPLERS.random.suggest(told(space, trials)));
    const { good, others } = splitTrials(
      [...search(space, 20, ({ 'recipe.a': a }) => a as number), ...failed(20, 80)],
      [MINIMIZE],
    );
    // A tenth of the twenty; what failed is yet a warning.
    expect([good.length, others.length]).toEqual([2, 98]);
  });

  it('draws at random until ten trials have ended', () => {
    const space: Space = { 'recipe.a': { low: 0, high: 1 } };
    const trials = search(space, 9, () => 0);
    expect(SAMPLERS.tpe.suggest(told(space, trials))).toEqual(SAMPLERS.random.suggest(told(space, trials)));
    const more = [...trials, someTrial(9, { 'recipe.a': 0.5 }, 0)];
    expect(SAMPLERS.tpe.suggest(told(space, more))).not.toEqual(SAMPLERS.random.suggest(told(space, more)));
  });
});

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.96, 0.024997895148220435],
    [3, 0.9986501019683699],
    [-6, 9.865876450376946e-10],
    [-40, 0],
    [40, 1],
  ])('below %d: %d', (x, probability) => {
    expect(normalCdf(x)).toBeCloseTo(probability, 14);
  });
});

describe('several objectives', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), { maxLength: 30 });

  it('have as best what nothing beats, and nothing else', () => {
    fc.assert(
      fc.property(points, (all) => {
        const objectives = [MINIMIZE, MAXIMIZE];
        const trials = all.map((point, number) => someTrial(number, {}, point));
        const best = new Set(bestTrials(trials, objectives).map(({ number }) => number));
        const rank = ranks(all, objectives);
        all.forEach(([a, b], number) => {
          const isBeaten = all.some(([c, d]) => c <= a && d >= b && (c < a || d > b));
          expect(best.has(number)).toBe(!isBeaten);
          expect(rank[number] === 0).toBe(!isBeaten);
        });
        for (const [i, point] of all.entries())
          if (rank[i]! > 0)
            expect(all.some((other, j) => rank[j] === rank[i]! - 1 && dominates(other, point, objectives))).toBe(true);
      }),
    );
  });

  it('of up to three numbers have the ranks that one by one comparisons give', () => {
    const number = fc.integer({ min: 0, max: 4 });
    const any = fc
      .integer({ min: 1, max: 3 })
      .chain((count) => fc.array(fc.array(number, { minLength: count, maxLength: count }), { maxLength: 25 }));
    fc.assert(
      fc.property(any, (all) => {
        const objectives = [MINIMIZE, MAXIMIZE, MINIMIZE].slice(0, all[0]?.length ?? 1);
        const slow = all.map(() => -1);
        for (let front = 0; slow.includes(-1); front++) {
          const left = [...all.keys()].filter((i) => slow[i] === -1);
          const first = left.filter((i) => !left.some((j) => dominates(all[j]!, all[i]!, objectives)));
          for (const i of first) slow[i] = front;
        }
        expect(ranks(all, objectives)).toEqual(slow);
      }),
    );
  });

  it.each([
    ['that all lie in one front', (i: number) => [i, i]],
    ['each of which beats the next', (i: number) => [i, -i]],
    ['that lie anywhere', (i: number) => [(i * 7919) % 10_007, (i * 104_729) % 10_009]],
  ] as const)(
    'looks at few of %s, and at little more than twice as many where there are twice as many',
    (_what, of) => {
      const looksAt = (count: number): number => {
        let looks = 0;
        const objectives = [MINIMIZE, MAXIMIZE];
        const trials = Array.from({ length: count }, (_, i) => {
          const point = new Proxy([...of(i)], {
            get(target, key, receiver): unknown {
              looks += 1;
              return Reflect.get(target, key, receiver);
            },
          });
          return someTrial(i, {}, 0, { objective: point });
        });
        bestTrials(trials, objectives);
        ranks(
          trials.map(({ objective }) => objective!),
          objectives,
        );
        return looks;
      };
      expect(looksAt(2000) / looksAt(1000)).toBeLessThan(2.6);
    },
  );

  it('have none but finished trials of the search among the best', () => {
    const trials = [
      someTrial(0, {}, 0.1, { status: 'failed', objective: null }),
      someTrial(1, {}, 0.5),
      someTrial(2, {}, 0.9, { repeats: 1 }),
      someTrial(3, {}, 0.5),
    ];
    expect(bestTrials(trials, [MAXIMIZE]).map(({ number }) => number)).toEqual([1]);
  });
});
