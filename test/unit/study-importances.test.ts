import { describe, expect, it } from 'vitest';
import type { Settings, Space, Trial } from '../../shared/contract/schemas/study.ts';
import { stream } from '../../shared/random/random.ts';
import { variances } from '../../shared/study/importance/fanova.ts';
import { growForest, predict, type Tree } from '../../shared/study/importance/forest.ts';
import { importances, LEAST_TRIALS, MOST_TRIALS } from '../../shared/study/importance/importances.ts';
import { SAMPLERS } from '../../shared/study/samplers/index.ts';
import { readSpace } from '../../shared/study/space.ts';
import { MINIMIZE, someTrial } from '../fixtures/studies.ts';

const numbers: Space = {
  'recipe.a': { low: 0, high: 1 },
  'recipe.b': { low: 0, high: 1 },
  'recipe.c': { low: 0, high: 1 },
};

/** Random trials of a function. */
function trialsOf(space: Space, count: number, value: (settings: Settings) => number): Trial[] {
  const dimensions = readSpace(space);
  return Array.from({ length: count }, (_, number) => {
    const values = SAMPLERS.random.suggest({ dimensions, objectives: [MINIMIZE], trials: [], seed: 3, number })!;
    return someTrial(number, values, value(values));
  });
}

function found(space: Space, count: number, value: (settings: Settings) => number): Record<string, number> {
  const list = importances(readSpace(space), trialsOf(space, count, value), 1)!;
  return Object.fromEntries(list.map(({ path, importance }) => [path, importance]));
}

const at = (settings: Settings, path: string): number => settings[path] as number;

describe('importances', () => {
  it('are the shares of the variance of a sum, which are known', () => {
    // Of 3a + 2b + c the variances are in the proportion of 9, 4 and 1.
    const shares = found(numbers, 400, (s) => 3 * at(s, 'recipe.a') + 2 * at(s, 'recipe.b') + at(s, 'recipe.c'));
    expect(shares['recipe.a']).toBeCloseTo(9 / 14, 1);
    expect(shares['recipe.b']).toBeCloseTo(4 / 14, 1);
    expect(shares['recipe.c']).toBeLessThan(0.12);
  });

  it('give what plays no part next to nothing, and sum up to 1', () => {
    const shares = found(numbers, 200, (s) => (at(s, 'recipe.b') - 0.5) ** 2);
    expect(shares['recipe.b']).toBeGreaterThan(0.9);
    expect(Object.values(shares).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });

  it('see a choice among numbers, and what counts only beside it', () => {
    const space: Space = {
      'recipe.kind': { choices: ['x', 'y', 'z'] },
      'recipe.inner': { low: 0, high: 1, when: { 'recipe.kind': 'x' } },
      'recipe.a': { low: 0, high: 1 },
    };
    const shares = found(space, 300, (s) => (s['recipe.kind'] === 'y' ? 2 : 0) + 0.2 * at(s, 'recipe.a'));
    expect(shares['recipe.kind']).toBeGreaterThan(0.8);
    expect(shares['recipe.inner']).toBeLessThan(0.1);
  });

  it('are the same each time, and say nothing of few trials or of trials that all came to the same', () => {
    const trials = trialsOf(numbers, 40, (s) => at(s, 'recipe.a'));
    const dimensions = readSpace(numbers);
    expect(importances(dimensions, trials, 1)).toEqual(importances(dimensions, trials, 1));
    expect(importances(dimensions, trials.slice(0, LEAST_TRIALS - 1), 1)).toBeNull();
    const same = trials.map((trial) => ({ ...trial, objective: [7] }));
    expect(importances(dimensions, same, 1)).toBeNull();
    const unfinished = trials.map((trial) => ({ ...trial, status: 'failed' as const, objective: null }));
    expect(importances(dimensions, unfinished, 1)).toBeNull();
  });
});

describe('importances of many trials', () => {
  it('are asked of as many as the seed draws, and come near those of all', () => {
    let reads = 0;
    const trials = trialsOf(numbers, 3000, (s) => 3 * at(s, 'recipe.a') + at(s, 'recipe.b')).map((trial) => ({
      ...trial,
      get objective() {
        reads += 1;
        return trial.objective;
      },
    }));
    const dimensions = readSpace(numbers);
    const shares = importances(dimensions, trials, 1)!;
    expect(reads).toBe(MOST_TRIALS);
    expect(shares[0]).toMatchObject({ path: 'recipe.a' });
    expect(shares[0]!.importance).toBeCloseTo(0.9, 1);
    expect(importances(dimensions, trials, 1)).toEqual(shares);
    expect(importances(dimensions, trials, 2)).not.toEqual(shares);
  });
});

describe('a tree', () => {
  it('has the variances that the sums over its boxes say, whatever its partings', () => {
    const random = stream(3, 'forest');
    const points = Array.from({ length: 60 }, () => [random.uniform(), random.uniform(), random.uniform()]);
    const values = points.map(([x, y]) => x! * y! + random.uniform());
    const forest = growForest(points, values, { trees: 5, depth: 5, least: 2 }, random);
    // A grid through the ends of all boxes: the mean along an axis is that of the cells.
    const endsOf = (tree: Tree, axis: number): number[] =>
      'value' in tree
        ? []
        : [...(tree.axis === axis ? [tree.at] : []), ...endsOf(tree.below, axis), ...endsOf(tree.above, axis)];
    for (const tree of forest) {
      const parts = [0, 1, 2].map((axis) => {
        const ends = [0, ...new Set(endsOf(tree, axis)), 1].sort((a, b) => a - b);
        return ends.slice(1).map((end, i) => ({ at: (end + ends[i]!) / 2, width: end - ends[i]! }));
      });
      const cells = parts[0]!.flatMap((x) =>
        parts[1]!.flatMap((y) =>
          parts[2]!.map((z) => ({
            place: [x.at, y.at, z.at],
            weight: x.width * y.width * z.width,
            value: predict(tree, [x.at, y.at, z.at]),
          })),
        ),
      );
      const mean = cells.reduce((sum, { weight, value }) => sum + weight * value, 0);
      const total = cells.reduce((sum, { weight, value }) => sum + weight * (value - mean) ** 2, 0);
      const expected = [0, 1, 2].map((axis) =>
        parts[axis]!.reduce((sum, { at: where, width }) => {
          const along = cells.filter(({ place }) => place[axis] === where);
          const marginal = along.reduce((of, { weight, value }) => of + (weight / width) * value, 0);
          return sum + width * (marginal - mean) ** 2;
        }, 0),
      );
      variances(tree, 3).forEach((share, axis) => expect(share).toBeCloseTo(expected[axis]! / total, 9));
    }
  });

  it("parts the cube, and each axis's variance is that of the boxes", () => {
    // f = 1 where x < 0.25, or else 3 where y >= 0.5 and 0 below: over x, means 1 and 1.5; over y, 0.25 and 2.5.
    const tree = {
      axis: 0,
      at: 0.25,
      below: { value: 1 },
      above: { axis: 1, at: 0.5, below: { value: 0 }, above: { value: 3 } },
    };
    const mean = 0.25 + 0.375 * 3;
    const total = 0.25 * (1 - mean) ** 2 + 0.375 * mean ** 2 + 0.375 * (3 - mean) ** 2;
    const x = 0.25 * (1 - mean) ** 2 + 0.75 * (1.5 - mean) ** 2;
    const y = 0.5 * (0.25 - mean) ** 2 + 0.5 * (0.25 + 0.75 * 3 - mean) ** 2;
    const [ofX, ofY, none] = variances(tree, 3);
    expect(ofX).toBeCloseTo(x / total, 12);
    expect(ofY).toBeCloseTo(y / total, 12);
    expect(none).toBe(0);
  });

  it('of a forest comes near the function between its points', () => {
    const random = stream(2, 'forest');
    const points = Array.from({ length: 500 }, () => [random.uniform(), random.uniform()]);
    const value = ([x, y]: readonly number[]): number => (x! < 0.3 ? 5 : 0) + y!;
    const forest = growForest(points, points.map(value), { trees: 20, depth: 10, least: 2 }, random);
    for (let i = 0; i < 100; i++) {
      const point = [random.uniform(0.35, 1), random.uniform()];
      const mean = forest.reduce((sum, tree) => sum + predict(tree, point), 0) / forest.length;
      expect(Math.abs(mean - value(point))).toBeLessThan(0.35);
    }
  });
});
