import type { Run, TestResult } from '../contract/schemas/run.ts';
import { wilsonInterval } from '../evaluation/wilson.ts';
import { fnv1a64 } from '../random/seed.ts';
import { keptValidation } from './group.ts';
import { spreadOf } from './spread.ts';

/** Test images that several runs may have been tested on. */
export interface TestSet {
  /** Of the same key are the same images with the same labels. */
  readonly key: string;
  /** Short enough for an address, and another one for each key. */
  readonly id: string;
  readonly dataset: string;
  readonly n: number;
  readonly classes: readonly string[];
  /** Of a hand that grows, its state; empty for other data. */
  readonly state: string;
}

/** What a line came to on some test images. */
export interface TestedLine {
  /** Runs that were tested on them. */
  readonly runs: number;
  /** Of several runs the mean. */
  readonly accuracy: number;
  /** 95 %: Wilson's of one run's images, Student's t of the mean of several runs; null where that cannot be told. */
  readonly interval95: readonly [number, number] | null;
  readonly intervalOf: 'images' | 'runs';
  /** Means over its runs. */
  readonly loss: number | null;
  readonly seconds: number | null;
  readonly parameters: number;
  /** For each class of the task its images, and those that were read right, all runs together. */
  readonly classes: readonly { readonly support: number; readonly right: number }[];
}

/** Weights that a run's test was of. */
export interface TestedWeights {
  readonly kind: 'last' | 'best';
  /** The epoch of the best ones; null of the last. */
  readonly epoch: number | null;
  /** Whether they are the moving average. */
  readonly ema: boolean;
}

/** The images behind a test: of the same data set, as many, of the same classes, and of a hand that grows, of the same state. */
export function testSetOf({ spec }: Run, { dataset, n }: TestResult): TestSet {
  const state = stateOf(spec.data, dataset);
  const { classes } = spec.task;
  const key = JSON.stringify([dataset, n, state, classes]);
  return { key, id: idOf(dataset, key), dataset, n, classes, state };
}

/** The hash is of ASCII. */
const idOf = (dataset: string, key: string): string => `${dataset}~${fnv1a64(encodeURIComponent(key)).toString(36)}`;

/** The set of an id; of the name of a data set alone, the first of its sets. */
export const testSetAt = (sets: readonly TestSet[], id: string): TestSet | undefined =>
  sets.find((set) => set.id === id) ?? sets.find(({ dataset }) => dataset === id);

/** The state of a hand that a run keeps to; empty for other data. */
export const stateOf = ({ states = {} }: Pick<Run['spec']['data'], 'states'>, dataset: string): string =>
  Object.entries(states).find(([id]) => id === dataset)?.[1] ?? '';

/** All test sets of some lines, those of the most lines first. */
export function testSetsOf(lines: readonly (readonly Run[])[]): TestSet[] {
  const sets = new Map<string, { set: TestSet; lines: Set<number> }>();
  lines.forEach((runs, i) => {
    for (const run of runs)
      for (const test of run.result?.tests ?? []) {
        const set = testSetOf(run, test);
        const known = sets.get(set.key) ?? { set, lines: new Set<number>() };
        known.lines.add(i);
        sets.set(set.key, known);
      }
  });
  return [...sets.values()].sort((a, b) => b.lines.size - a.lines.size).map(({ set }) => set);
}

/** The run's test on these images. */
export const testOn = (run: Run, key: string): TestResult | null =>
  run.result?.tests.find((test) => testSetOf(run, test).key === key) ?? null;

/** What a line came to on one test set; null where none of its runs was tested on it. */
export function testedOn(runs: readonly Run[], key: string): TestedLine | null {
  const tested = runs.flatMap((run) => {
    const test = testOn(run, key);
    return test ? [{ run, test }] : [];
  });
  const [first] = tested;
  if (!first) return null;
  const spread = spreadOf(tested.map(({ test }) => test.accuracy))!;
  const one = tested.length === 1;
  return {
    runs: tested.length,
    accuracy: spread.mean,
    interval95: one ? first.test.interval95 : spread.interval95,
    intervalOf: one ? 'images' : 'runs',
    loss: mean(tested.map(({ test }) => test.loss)),
    seconds: mean(tested.map(({ run }) => run.result?.seconds ?? null)),
    parameters: first.run.parameters,
    classes: first.run.spec.task.classes.map((_, place) => classOf(tested, place)),
  };
}

function classOf(tested: readonly { readonly test: TestResult }[], place: number) {
  let [support, right] = [0, 0];
  for (const { test } of tested)
    for (const [truth, read, count] of test.confusion) {
      if (truth !== place) continue;
      support += count;
      if (read === place) right += count;
    }
  return { support, right };
}

/** Mean validation accuracy of the weights that a line's runs kept, with its interval as a test's; null where a run has none. */
export function validatedLine(
  runs: readonly Pick<Run, 'spec' | 'best' | 'lastValidation' | 'validationCount'>[],
): Pick<TestedLine, 'accuracy' | 'interval95' | 'intervalOf'> | null {
  const known = runs.map(keptValidation).filter((value) => value !== null);
  const spread = spreadOf(known);
  if (spread === null || known.length < runs.length) return null;
  const [{ validationCount: n } = {}] = runs;
  const ofImages = n ? wilsonInterval(Math.round(spread.mean * n), n) : null;
  const one = runs.length === 1;
  return {
    accuracy: spread.mean,
    interval95: one ? ofImages : spread.interval95,
    intervalOf: one ? 'images' : 'runs',
  };
}

/** Null if one of them is. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Which of its weights a run was tested with, and keeps. */
export function testedWeights({ spec: { recipe }, best }: Run): TestedWeights {
  const restored = recipe.earlyStopping?.restoreBest === true && best !== null;
  return { kind: restored ? 'best' : 'last', epoch: restored ? best.epoch : null, ema: recipe.ema !== null };
}

/** A class in which lines differ. */
export interface ClassDifference {
  readonly place: number;
  /** Recall of each line with its Wilson interval; null where it has no images of it. */
  readonly lines: readonly ({ readonly recall: number; readonly interval95: readonly [number, number] } | null)[];
  /** The highest recall less the lowest. */
  readonly spread: number;
}

/** Recall of each class by each line, the class with the largest difference first. */
export function classDifferences(lines: readonly (TestedLine | null)[]): ClassDifference[] {
  const count = Math.max(0, ...lines.map((line) => line?.classes.length ?? 0));
  const all = Array.from({ length: count }, (_, place) => {
    const recalls = lines.map((line) => {
      const own = line?.classes[place];
      if (!own || own.support === 0) return null;
      return { recall: own.right / own.support, interval95: wilsonInterval(own.right, own.support) };
    });
    const known = recalls.flatMap((one) => (one ? [one.recall] : []));
    return { place, lines: recalls, spread: known.length < 2 ? 0 : Math.max(...known) - Math.min(...known) };
  });
  return all.sort((a, b) => b.spread - a.spread || a.place - b.place);
}
