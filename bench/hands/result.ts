import { stream } from '../../shared/random/random.ts';
import type { PartResult } from '../lib/bench.ts';
import { percent, seconds } from '../lib/format.ts';
import { atLeast, atMost } from '../lib/goals.ts';
import { quantile, summarise } from '../lib/stats.ts';
import type { Table } from '../lib/table.ts';

/** How many of so many images are read wrongly. */
export interface Wrong {
  readonly before: number;
  readonly after: number;
  readonly of: number;
}

/** One writer, learnt from so many samples a digit. */
export interface Learnt {
  readonly kind: 'pen drawings' | 'simulated';
  readonly writer: number;
  readonly samples: number;
  /** The writer's other digits. */
  readonly own: Wrong;
  /** MNIST's test images. */
  readonly mnist: Wrong;
  /** From the job's start to its end, both tests included. */
  readonly seconds: number;
}

/** One writer's letters: wrong of the test images after learning from the starter, and without it. */
export interface Letters {
  readonly writer: number;
  /** To learn from, of each letter. */
  readonly samples: number;
  readonly tuned: number;
  readonly scratch: number;
  readonly of: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How often writers are drawn anew for an interval. */
const DRAWS = 2000;

/**
 * A number of all writers with its 95 % interval, by the bootstrap: what it would have been with other writers, as many,
 * drawn from these (B. Efron, 1979).
 */
export function overWriters<T>(writers: readonly T[], value: (writers: readonly T[]) => number) {
  const random = stream(1, 'split');
  const drawn = Array.from({ length: DRAWS }, () => value(writers.map(() => writers[random.integer(writers.length)]!)));
  return { value: value(writers), interval: [quantile(drawn, 0.025), quantile(drawn, 0.975)] as const };
}

type Estimate = ReturnType<typeof overWriters>;

const before = (own: readonly Learnt[]): number =>
  sum(own.map((one) => one.own.before)) / sum(own.map((one) => one.own.of));
const after = (own: readonly Learnt[]): number =>
  sum(own.map((one) => one.own.after)) / sum(own.map((one) => one.own.of));
/** The share of the errors that went; 0 where there was none. */
const fallen = (own: readonly Learnt[]): number => (before(own) === 0 ? 0 : 1 - after(own) / before(own));
const lost = (own: readonly Learnt[]): number =>
  sum(own.map(({ mnist }) => mnist.after - mnist.before)) / sum(own.map(({ mnist }) => mnist.of));

const withInterval = ({ value, interval: [least, most] }: Estimate, digits: number): string =>
  `${percent(value, digits)} (${(100 * least).toFixed(digits)} to ${(100 * most).toFixed(digits)})`;

export function writersResult(learnt: readonly Learnt[]): PartResult {
  const groups = (['pen drawings', 'simulated'] as const).flatMap((kind) =>
    [5, 10, 20].map((samples) => ({
      kind,
      samples,
      own: learnt.filter((one) => one.kind === kind && one.samples === samples),
    })),
  );
  const measured = groups.filter(({ own }) => own.length > 0);
  return {
    tables: [digitsTable(measured)],
    goals: measured
      .filter(({ samples }) => samples >= 10)
      .flatMap(({ kind, samples, own }) => [
        atLeast(`${kind}, ${samples} a digit: the error’s fall`, fallen(own), samples === 10 ? 0.5 : 0.7, percent),
        atMost(`${kind}, ${samples} a digit: what MNIST loses`, lost(own), 0.002, (value) => percent(value, 2)),
      ]),
    data: learnt,
  };
}

function digitsTable(
  groups: readonly { readonly kind: string; readonly samples: number; readonly own: readonly Learnt[] }[],
): Table {
  return {
    title: 'Learning a hand: the same writer’s other digits',
    columns: [
      'writers',
      'samples a digit',
      'test digits',
      'wrong before',
      'wrong after',
      'error fell by',
      'MNIST lost',
      'time',
    ],
    rows: groups.map(({ kind, samples, own }) => [
      `${own.length}, ${kind}`,
      String(samples),
      String(sum(own.map((one) => one.own.of))),
      withInterval(overWriters(own, before), 2),
      withInterval(overWriters(own, after), 2),
      withInterval(overWriters(own, fallen), 0),
      withInterval(overWriters(own, lost), 2),
      seconds(summarise(own.map((one) => one.seconds)).median),
    ]),
    notes: [
      'errors of all writers together; in brackets the 95 % interval over writers, by the bootstrap',
      'time: the median, with reading MNIST’s 10,000 test images by both models',
    ],
  };
}

/** Letters learnt both ways. The aim: from the starter fewer are wrong, by more than chance with other writers. */
export function lettersResult(letters: readonly Letters[]): PartResult {
  const share =
    (wrong: (one: Letters) => number) =>
    (own: readonly Letters[]): number =>
      sum(own.map(wrong)) / sum(own.map(({ of }) => of));
  const groups = [...new Set(letters.map(({ samples }) => samples))].map((samples) => {
    const own = letters.filter((one) => one.samples === samples);
    return {
      samples,
      own,
      tuned: overWriters(
        own,
        share((one) => one.tuned),
      ),
      scratch: overWriters(
        own,
        share((one) => one.scratch),
      ),
      fewer: overWriters(
        own,
        share((one) => one.scratch - one.tuned),
      ),
    };
  });
  return {
    tables: [
      {
        title: 'Signs of one’s own: 26 letters of one writer',
        columns: [
          'writers',
          'samples a letter',
          'test letters',
          'wrong, from the starter',
          'wrong, from scratch',
          'fewer wrong',
        ],
        rows: groups.map(({ samples, own, tuned, scratch, fewer }) => [
          `${own.length}, simulated`,
          String(samples),
          String(sum(own.map(({ of }) => of))),
          withInterval(tuned, 2),
          withInterval(scratch, 2),
          withInterval(fewer, 2),
        ]),
        notes: ['errors of all writers together; in brackets the 95 % interval over writers, by the bootstrap'],
      },
    ],
    goals: groups.map(({ samples, fewer }) =>
      atLeast(
        `${samples} a letter: fewer wrong than from scratch, at the interval’s lower end`,
        fewer.interval[0],
        0,
        percent,
      ),
    ),
    data: letters,
  };
}
