import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../electron/worker/lay-out.ts';
import { chooseMapped } from '../../shared/evaluation/choose-mapped.ts';
import { neighbourTable } from '../../shared/evaluation/neighbour-table.ts';
import { principalComponents, type Table } from '../../shared/evaluation/principal-components.ts';
import { symmetricEigen } from '../../shared/evaluation/symmetric-eigen.ts';
import { stream } from '../../shared/random/random.ts';

/** Takes a calculation to its end, and gives what it said on its way, too. */
function done<T>(calculation: Generator<number, T>): { value: T; shares: number[] } {
  const shares: number[] = [];
  for (;;) {
    const step = calculation.next();
    if (step.done) return { value: step.value, shares };
    shares.push(step.value);
  }
}
const rows = ({ values, width }: Table): number[][] =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
const table = (of: readonly (readonly number[])[]): Table => ({
  values: Float32Array.from(of.flat()),
  width: of[0]!.length,
});
const components = (of: Table, count: number) => done(principalComponents(of, count, stream(1, 'map'))).value;

describe('eigenvectors of a symmetric matrix', () => {
  it('are those of a matrix whose are known', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values].map((value) => value.toFixed(9))).toEqual(['3.000000000', '1.000000000']);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 9);
    expect(vectors[0]).toBeCloseTo(vectors[2]!, 9);
  });

  it('turn back into the matrix', () => {
    const random = stream(3, 'map');
    const size = 12;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
    const { values, vectors } = symmetricEigen(matrix.slice(), size);
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const back = [...values].reduce(
          (sum, value, k) => sum + value * vectors[i * size + k]! * vectors[j * size + k]!,
          0,
        );
        expect(back).toBeCloseTo(matrix[i * size + j]!, 9);
      }
    }
  });
});

describe('principal components', () => {
  it('find the directions that a table was made of, the widest first', () => {
    const random = stream(5, 'map');
    // Along (1, 1, 0, ...) by 10, along (1, -1, 0, ...) by 3, and a little of everything; all of it far from 0.
    const scores = Array.from({ length: 400 }, () => [random.normal(0, 10), random.normal(0, 3)] as const);
    const made = scores.map(([a, b]) =>
      Array.from(
        { length: 50 },
        (_, d) => 7 + (d < 2 ? Math.SQRT1_2 * (a + (d === 0 ? b : -b)) : random.normal(0, 0.1)),
      ),
    );
    const found = rows(components(table(made), 2));
    const mean = [0, 1].map((k) => scores.reduce((sum, score) => sum + score[k]!, 0) / scores.length);
    for (const k of [0, 1]) {
      const sign = Math.sign(found[0]![k]! * (scores[0]![k]! - mean[k]!));
      found.forEach((row, i) => expect(sign * row[k]!).toBeCloseTo(scores[i]![k]! - mean[k]!, 0));
    }
  });

  it('keep all distances where there are as many as numbers', () => {
    const random = stream(6, 'map');
    const made = Array.from({ length: 30 }, () => Array.from({ length: 5 }, () => random.normal()));
    const found = rows(components(table(made), 9));
    const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, d) => value - b[d]!));
    expect(found[0]).toHaveLength(5);
    for (const i of [1, 7, 29]) expect(distance(found[0]!, found[i]!)).toBeCloseTo(distance(made[0]!, made[i]!), 5);
  });

  it('of what does not vary are 0, never NaN', () => {
    for (const value of components(table(Array.from({ length: 9 }, () => [1, 2, 3])), 2).values)
      expect(value).toBeCloseTo(0, 6);
    expect(components({ values: new Float32Array(), width: 3 }, 2).values).toHaveLength(0);
  });
});

describe('neighbours', () => {
  it('are each row itself, and those nearest to it, as a search of all pairs says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
          minLength: 5,
          maxLength: 30,
        }),
        (made) => {
          const { indices, distances } = done(neighbourTable(table(made), 4)).value;
          made.forEach((from, i) => {
            const all = made.map((to) => Math.hypot(from[0] - to[0], from[1] - to[1])).sort((a, b) => a - b);
            expect(indices[i]![0]).toBe(i);
            expect(new Set(indices[i]).size).toBe(4);
            distances[i]!.forEach((distance, k) => expect(distance).toBeCloseTo(all[k]!, 9));
          });
        },
      ),
    );
  });
});

describe('the choice of images for a map', () => {
  const labels = Uint16Array.from({ length: 1000 }, (_, i) => (i < 900 ? i % 3 : 3));
  const choose = (wrong: (row: number) => boolean) => chooseMapped(labels, wrong, 100, stream(7, 'map'));

  it('is all of few', () => {
    expect([...chooseMapped(labels, () => false, 1000, stream(7, 'map'))]).toEqual([...labels.keys()]);
  });
  it('is a sample in the classes’ proportions, in order, with every mistake', () => {
    const rows = choose((row) => row % 100 === 1);
    expect(rows).toHaveLength(100);
    expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b));
    for (let row = 1; row < 1000; row += 100) expect(rows).toContain(row);
    const last = rows.filter((row) => labels[row] === 3).length;
    expect(Math.abs(last - 10)).toBeLessThanOrEqual(1);
    expect(choose((row) => row % 100 === 1)).toEqual(rows);
  });
  it('is half mistakes where there are more, and more than half where all the others are fewer', () => {
    const mistakes = (rows: Uint32Array, wrong: (row: number) => boolean) => rows.filter(wrong).length;
    const most = (row: number): boolean => row % 4 > 0;
    expect(mistakes(choose(most), most)).toBe(50);
    const nearlyAll = (row: number): boolean => row % 100 > 0;
    expect(choose(nearlyAll)).toHaveLength(100);
    expect(mistakes(choose(nearlyAll), nearlyAll)).toBe(90);
  });
});

describe('a layout', () => {
  const random = stream(9, 'map');
  const CENTRES = [0, 1, 2].map(() => Array.from({ length: 20 }, () => random.normal(0, 4)));
  const kinds = Array.from({ length: 90 }, (_, i) => i % 3);
  const made = table(kinds.map((kind) => CENTRES[kind]!.map((value) => value + random.normal(0, 0.5))));

  it('lays like rows close to each other, and tells how far it is', () => {
    const { value, shares } = done(layOut(made));
    const points = rows({ values: value, width: 2 });
    expect(points).toHaveLength(90);
    for (const coordinate of value) {
      expect(coordinate).toBeGreaterThanOrEqual(0);
      expect(coordinate).toBeLessThanOrEqual(1);
    }
    points.forEach((point, i) => {
      const near = points.map((other, j) => [Math.hypot(point[0]! - other[0]!, point[1]! - other[1]!), j] as const);
      const [, nearest] = near.filter(([, j]) => j !== i).sort(([a], [b]) => a - b)[0]!;
      expect(kinds[nearest]).toBe(kinds[i]);
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('is the same every time', () => expect(done(layOut(made)).value).toEqual(done(layOut(made)).value));

  it('of few rows, of equal ones, and of none has its place too', () => {
    for (const count of [0, 1, 2, 3, 4, 5]) {
      const { value } = done(layOut({ values: made.values.slice(0, 20 * count), width: 20 }));
      expect(value).toHaveLength(2 * count);
      expect(value.every((coordinate) => coordinate >= 0 && coordinate <= 1)).toBe(true);
    }
    const { value } = done(layOut({ values: new Float32Array(20 * 30), width: 20 }));
    expect(value.every((coordinate) => coordinate >= 0 && coordinate <= 1)).toBe(true);
  });
});
