import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run, RunGroup, TestResult } from '../../shared/contract/schemas/run.ts';
import { bandOf, secondsAt } from '../../shared/runs/align-curves.ts';
import { comparedLines, comparedText, MOST_LINES, parseCompared } from '../../shared/runs/compared-lines.ts';
import { differencesOf } from '../../shared/runs/differences.ts';
import { paretoFront } from '../../shared/runs/pareto.ts';
import { classDifferences, testedOn, testedWeights, testSetAt, testSetsOf } from '../../shared/runs/tested-lines.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

const test = (accuracy: number, changes: Partial<TestResult> = {}): TestResult => ({
  dataset: 'mnist',
  accuracy,
  loss: 0.1,
  n: 100,
  interval95: [accuracy - 0.05, accuracy + 0.05],
  confusion: [
    [0, 0, 40],
    [0, 1, 10],
    [1, 1, 50],
  ],
  ...changes,
});
const result = (tests: TestResult[]) => ({ tests, weightsSha256: '', imagesPerSecond: null, seconds: 30 });
const finished = (id: string, accuracy: number, changes: Partial<Run> = {}): Run =>
  someRun(id, { status: 'finished', result: result([test(accuracy)]), ...changes });
const seed = (id: string, index: number, accuracy: number): Run => {
  const group: RunGroup = { kind: 'seeds', id: 'three-seeds', index, count: 3 };
  const spec = someSpec('Three');
  const recipe = { ...spec.recipe, seed: index };
  return finished(id, accuracy, { spec: { ...spec, recipe, group } });
};
const byId = (...runs: Run[]): Map<string, Run> => new Map(runs.map((run) => [run.id, run]));

describe('the runs of an address', () => {
  it('come with colours that stay when others go', () => {
    const list = parseCompared('run-a,run-b,run-c');
    expect(list.map(({ color }) => color)).toEqual([1, 2, 3]);
    const [first, , third] = list;
    expect(comparedText([third!, first!])).toBe('run-c~3,run-a');
    expect(parseCompared('run-c~3,run-a')).toEqual([third, first]);
  });

  it('are read from whatever an address holds, and written so that they are read again', () => {
    expect(parseCompared('run-a,run-a,../x,run-b~99,,run-c~1')).toEqual([
      { id: 'run-a', color: 1 },
      { id: 'run-b', color: 2 },
      { id: 'run-c', color: 3 },
    ]);
    expect(parseCompared(Array.from({ length: 40 }, (_, i) => `run-${i}`).join())).toHaveLength(MOST_LINES);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const list = parseCompared(text);
        expect(parseCompared(comparedText(list))).toEqual(list);
      }),
    );
    const part = fc.tuple(fc.integer({ min: 100, max: 120 }), fc.option(fc.integer({ min: 0, max: 14 })));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const list = parseCompared(parts.map(([id, color]) => (color === null ? `${id}` : `${id}~${color}`)).join());
        expect(new Set(list.map(({ color }) => color)).size).toBe(list.length);
        expect(list.every(({ color }) => color >= 1 && color <= MOST_LINES)).toBe(true);
        expect(parseCompared(comparedText(list))).toEqual(list);
      }),
    );
  });

  it('of one group of seeds are one line, by their ids or by the group, unless they are taken apart', () => {
    const runs = byId(seed('seed-0', 0, 0.9), seed('seed-1', 1, 0.92), seed('seed-2', 2, 0.91), finished('alone', 0.8));
    const ids = (text: string, apart = false) =>
      comparedLines(parseCompared(text), runs, apart).lines.map((line) => line.runs.map(({ id }) => id));
    expect(ids('seed-0,alone,seed-2')).toEqual([['seed-0', 'seed-2'], ['alone']]);
    expect(ids('three-seeds,alone')).toEqual([['seed-0', 'seed-1', 'seed-2'], ['alone']]);
    expect(ids('three-seeds,alone', true)).toEqual([['seed-0'], ['seed-1'], ['seed-2'], ['alone']]);
    const { lines, missing } = comparedLines(parseCompared('three-seeds,was-deleted,alone'), runs, true);
    expect(missing).toEqual(['was-deleted']);
    expect(lines.map(({ id, color }) => [id, color])).toEqual([
      ['seed-0', 1],
      ['seed-1', 4],
      ['seed-2', 5],
      ['alone', 3],
    ]);
  });
});

describe('curves together', () => {
  it('have a mean and a spread, read between their own places', () => {
    const band = bandOf([
      { x: [0, 2, 4], y: [0, 2, 4], length: 3 },
      { x: [0, 1, 2], y: [2, 4, NaN], length: 3 },
    ]);
    expect([...band.x]).toEqual([0, 1, 2, 4]);
    expect([...band.y]).toEqual([1, 2.5, 2, 4]);
    expect([...band.low]).toEqual([0, 1, 2, 4]);
    expect([...band.high]).toEqual([2, 4, 2, 4]);
    expect(bandOf([]).length).toBe(0);
  });

  it('of one curve are that curve, and of any the mean lies in the band', () => {
    const column = fc.array(
      fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value + 0),
      { minLength: 1, maxLength: 50 },
    );
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 5 }), (columns) => {
        const curves = columns.map((y, k) => ({ x: y.map((_, i) => i * (k + 1)), y, length: y.length }));
        const alone = bandOf(curves.slice(0, 1));
        expect([[...alone.x], [...alone.y]]).toEqual([curves[0]!.x, curves[0]!.y]);
        const band = bandOf(curves);
        for (let i = 0; i < band.length; i++) {
          expect(band.x[i]!).toBeGreaterThan(band.x[i - 1] ?? -Infinity);
          expect(band.low[i]!).toBeLessThanOrEqual(band.y[i]! + 1e-9);
          expect(band.high[i]!).toBeGreaterThanOrEqual(band.y[i]! - 1e-9);
        }
      }),
    );
  });

  it('of very many places keep their ends', () => {
    const x = Float64Array.from({ length: 20_000 }, (_, i) => i);
    const band = bandOf([
      { x, y: x, length: x.length },
      { x, y: x, length: x.length },
    ]);
    expect([band.x[0], band.x.at(-1), band.y.at(-1), band.length]).toEqual([0, 19_999, 19_999, 4000]);
  });

  it('have the seconds of their epochs, without pauses', () => {
    const epochs = [
      { step: 10, seconds: 20 },
      { step: 20, seconds: 10 },
    ];
    expect([...secondsAt([5, 10, 15, 20, 22], 5, epochs)]).toEqual([10, 20, 25, 30, 32]);
    expect([...secondsAt([5], 1, [])]).toEqual([NaN]);
  });
});

describe('the Pareto front', () => {
  it('has those than which none is better in both', () => {
    const points = [
      { cost: 30, gain: 0.98 },
      { cost: 10, gain: 0.95 },
      { cost: 20, gain: 0.94 },
      { cost: 10, gain: 0.95 },
      { cost: 40, gain: 0.98 },
      { cost: NaN, gain: 1 },
    ];
    expect(paretoFront(points)).toEqual([1, 0]);
    expect(paretoFront([])).toEqual([]);
  });

  it('is what the definition says', () => {
    const point = fc.record({ cost: fc.integer({ min: 0, max: 9 }), gain: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const front = paretoFront(points);
        points.forEach((own, i) => {
          const beaten = points.some(
            (other) =>
              other.cost <= own.cost && other.gain >= own.gain && (other.cost < own.cost || other.gain > own.gain),
          );
          const first = points.findIndex(({ cost, gain }) => cost === own.cost && gain === own.gain) === i;
          expect(front.includes(i)).toBe(!beaten && first);
        });
        expect([...front].sort((a, b) => points[a]!.cost - points[b]!.cost)).toEqual(front);
      }),
    );
  });
});

describe('what differs', () => {
  it('is told of what is chosen, and the rest is counted', () => {
    const spec = someSpec();
    const a = someRun('run-a');
    const faster = { ...spec.recipe, batchSize: 64, optimizer: { ...spec.recipe.optimizer, learningRate: 0.5 } };
    const b = someRun('run-b', { spec: { ...spec, recipe: faster } });
    const { differing, alike } = differencesOf([[a], [b]]);
    expect(differing.map(({ part, name, lines }) => [part, name, lines.map(([one]) => one!.value)])).toEqual([
      ['recipe', 'batchSize', [spec.recipe.batchSize, 64]],
      ['recipe', 'optimizer.learningRate', [spec.recipe.optimizer.learningRate, 0.5]],
    ]);
    expect(alike).toBeGreaterThan(15);
    expect(differencesOf([[a], [a]])).toEqual({ differing: [], alike: alike + 2 });
  });

  it('takes the runs of a line together: their seeds are told, each once', () => {
    const three = [seed('seed-0', 0, 0.9), seed('seed-1', 1, 0.9), seed('seed-2', 2, 0.9)];
    const one = someRun('alone', { spec: { ...someSpec(), recipe: { ...someSpec().recipe, seed: 1 } } });
    const { differing } = differencesOf([three, [one]]);
    expect(differing.map(({ name, lines }) => [name, lines.map((line) => line.map(({ value }) => value))])).toEqual([
      ['seed', [[0, 1, 2], [1]]],
    ]);
    expect(differencesOf([three, [...three].reverse()]).differing).toEqual([]);
  });
});

describe('tests of lines', () => {
  const lines = [[seed('seed-0', 0, 0.9), seed('seed-1', 1, 0.94)], [finished('alone', 0.8)]];
  const [set] = testSetsOf(lines);

  it('tell the interval of images for one run, and of runs for several', () => {
    expect(testSetsOf(lines)).toHaveLength(1);
    const [several, one] = lines.map((line) => testedOn(line, set!.key)!);
    expect(several).toMatchObject({ runs: 2, intervalOf: 'runs', seconds: 30 });
    // Student's t of two: 0.92 +- 12.7062 x 0.02.
    expect(several!.accuracy).toBeCloseTo(0.92, 9);
    expect(several!.interval95![0]).toBeCloseTo(0.92 - 12.7062 * 0.02, 5);
    expect(several!.interval95![1]).toBe(1);
    expect(one).toMatchObject({ runs: 1, accuracy: 0.8, intervalOf: 'images', interval95: [0.75, 0.8500000000000001] });
    expect(several!.classes.slice(0, 2)).toEqual([
      { support: 100, right: 80 },
      { support: 100, right: 100 },
    ]);
  });

  it('are the mean of all runs of a line, however many it has', () => {
    const many = Array.from({ length: 30 }, (_, i) => seed(`seed-${i}`, i, i < 20 ? 1 : 0.4));
    const all = testedOn(many, testSetsOf([many])[0]!.key)!;
    expect(all.runs).toBe(30);
    expect(all.accuracy).toBeCloseTo(0.8, 9);
  });

  it('of other images, of other classes or of another state of a hand are of other sets', () => {
    const other = finished('other', 0.5, { result: result([test(0.5, { n: 99 })]) });
    const letters = { ...someSpec(), task: { ...someSpec().task, classes: ['a', 'b'] } };
    const classes = finished('classes', 0.5, { spec: letters });
    const grown = finished('grown', 0.5, {
      spec: { ...someSpec(), data: { datasets: ['mnist'], states: { mnist: '0'.repeat(16) } } },
    });
    const sets = testSetsOf([[other], [classes], [grown], ...lines]);
    expect(sets).toHaveLength(4);
    for (const one of sets) expect(testSetAt(sets, one.id)).toBe(one);
    // As older addresses say it.
    expect(testSetAt(sets, 'mnist')).toBe(sets[0]);
    expect(testSetAt(sets, 'mnist~elsewhere')).toBeUndefined();
    expect(testSetsOf([[other], ...lines])[0]).toEqual(set);
    expect(testedOn([other], set!.key)).toBeNull();
  });

  it('say which weights they are of', () => {
    const of = (recipe: object, best: Run['best']) =>
      testedWeights(someRun('run-a', { best, spec: { ...someSpec(), recipe: { ...someSpec().recipe, ...recipe } } }));
    const best = { epoch: 3, step: 30, validation: { loss: 1, accuracy: 0.5 } };
    const early = { earlyStopping: { patience: 1, restoreBest: true } };
    expect(of({}, best)).toEqual({ kind: 'last', epoch: null, ema: false });
    expect(of(early, best)).toEqual({ kind: 'best', epoch: 3, ema: false });
    expect(of({ ...early, ema: { decay: 0.9 } }, null)).toEqual({ kind: 'last', epoch: null, ema: true });
  });

  it('differ by classes, the largest difference first', () => {
    const weak = finished('weak', 0.5, {
      result: result([
        test(0.5, {
          confusion: [
            [1, 0, 50],
            [0, 0, 50],
          ],
        }),
      ]),
    });
    const found = classDifferences([testedOn(lines[1]!, set!.key), testedOn([weak], set!.key), null]);
    expect(found[0]).toMatchObject({ place: 1, spread: 1 });
    expect(found[0]!.lines.map((line) => line?.recall ?? null)).toEqual([1, 0, null]);
    expect(found[1]!.place).toBe(0);
    expect(found[1]!.spread).toBeCloseTo(0.2, 9);
    expect(classDifferences([])).toEqual([]);
  });
});
