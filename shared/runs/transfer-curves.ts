import { LARGE_SIZE } from '../contract/schemas/experiment.ts';
import { isActive, type Run, type RunId, type TransferGroup } from '../contract/schemas/run.ts';
import { describeModel } from '../model/shapes.ts';
import { spreadOf } from './spread.ts';

/** What one arm of an experiment came to at one size. */
export interface TransferPoint {
  /** Training images of each class; null: all. */
  readonly perClass: number | null;
  /** The same as a number: of all, how many there are of a class on average. */
  readonly images: number;
  /** Runs that it is made of, finished or not. */
  readonly runs: readonly Run[];
  /** Of those that finished with a test. */
  readonly done: number;
  /** Mean accuracy on the test images of the second classes; null while none is done. */
  readonly accuracy: number | null;
  /** 95 %: Wilson's of one run's test images, Student's of the mean of several runs. */
  readonly interval: readonly [number, number] | null;
  readonly intervalOf: 'images' | 'runs';
  /** Mean wall seconds spent training. */
  readonly seconds: number | null;
  /** Numbers that gradients changed. */
  readonly trainable: number;
}

export type Arm = 'transfer' | 'scratch';
export const ARMS: readonly Arm[] = ['transfer', 'scratch'];

/** Both arms at one size, where both are known. */
export interface BothArms {
  readonly perClass: number | null;
  readonly transfer: number;
  readonly scratch: number;
  /** Whether the intervals of the two touch; of one draw of few images they say nothing about another draw. */
  readonly certainty: 'apart' | 'overlap' | 'one-draw';
}

/** What an experiment says, as far as it is done. */
export interface TransferFinding {
  /** With the fewest images, and with the most. */
  readonly fewest: BothArms;
  readonly most: BothArms;
  readonly turn: Turn;
}

/**
 * From which size on transfer is not ahead any more: of all larger ones (`overtaken`), or of some of them (`changing`). `never`: it is
 * ahead at every size.
 */
export type Turn =
  { readonly kind: 'never' } | { readonly kind: 'overtaken' | 'changing'; readonly perClass: number | null };

export interface TransferCurves {
  readonly id: RunId;
  /** Null where it was deleted. */
  readonly base: Run | null;
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** Points by size, the smallest first. */
  readonly arms: Readonly<Record<Arm, readonly TransferPoint[]>>;
  /** Runs that it was started with, and those that are finished. */
  readonly count: number;
  readonly done: number;
  /** Null: no size has both arms yet. */
  readonly finding: TransferFinding | null;
  /** `ended`: some runs are neither finished nor waiting, and can be resumed or are deleted. */
  readonly state: 'going' | 'finished' | 'ended';
}

interface Member {
  readonly run: Run;
  readonly place: TransferGroup;
}

/** What the runs of one transfer experiment came to, in any order; null for other runs. Pure. */
export function transferCurves(runs: readonly Run[]): TransferCurves | null {
  const members = runs.flatMap((run) => {
    const { group } = run.spec;
    return group?.kind === 'transfer' ? [{ run, place: group }] : [];
  });
  const [any] = members;
  if (!any) return null;
  const base = members.find(({ place }) => place.role === 'base')?.run ?? null;
  const arms = { transfer: pointsOf(members, 'transfer'), scratch: pointsOf(members, 'scratch') };
  const done = members.filter(({ run }) => run.status === 'finished').length;
  const { id, count } = any.place;
  return {
    id,
    base,
    first: base?.spec.task.classes ?? [],
    second: members.find(({ place }) => place.role !== 'base')?.run.spec.task.classes ?? [],
    arms,
    count,
    done,
    finding: findingOf(arms),
    state: members.some(({ run }) => isActive(run.status)) ? 'going' : done === count ? 'finished' : 'ended',
  };
}

function pointsOf(members: readonly Member[], arm: Arm): TransferPoint[] {
  const own = members.filter(({ place }) => place.role === arm);
  const sizes = [...new Set(own.map(({ place }) => place.perClass))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return sizes.map((perClass) => pointOf(own.filter(({ place }) => place.perClass === perClass)));
}

function pointOf(members: readonly Member[]): TransferPoint {
  const { place, run: some } = members[0]!;
  const results = members.flatMap(({ run }) => (run.status === 'finished' && run.result ? [run.result] : []));
  const tests = results.flatMap(({ tests: [test] }) => test ?? []);
  const spread = spreadOf(tests.map(({ accuracy }) => accuracy));
  return {
    perClass: place.perClass,
    images: place.images / some.spec.task.classes.length,
    runs: members.map(({ run }) => run),
    done: tests.length,
    accuracy: spread?.mean ?? null,
    interval: tests.length === 1 ? tests[0]!.interval95 : (spread?.interval95 ?? null),
    intervalOf: tests.length === 1 ? 'images' : 'runs',
    seconds: results.length > 0 ? results.reduce((sum, { seconds }) => sum + seconds, 0) / results.length : null,
    trainable: describeModel(some.spec.model).trainable,
  };
}

function findingOf({ transfer, scratch }: TransferCurves['arms']): TransferFinding | null {
  const both = transfer.flatMap((one) => {
    const other = scratch.find(({ perClass }) => perClass === one.perClass);
    return other ? (compared(one, other) ?? []) : [];
  });
  const [fewest, most] = [both[0], both.at(-1)];
  if (!fewest || !most) return null;
  return { fewest, most, turn: turnOf(both) };
}

function turnOf(both: readonly BothArms[]): Turn {
  const ahead = both.map(({ transfer, scratch }) => transfer > scratch);
  const first = both[ahead.indexOf(false)];
  if (!first) return { kind: 'never' };
  return { kind: ahead.lastIndexOf(true) < ahead.indexOf(false) ? 'overtaken' : 'changing', perClass: first.perClass };
}

function compared(one: TransferPoint, other: TransferPoint): BothArms | null {
  if (one.accuracy === null || other.accuracy === null) return null;
  return {
    perClass: one.perClass,
    transfer: one.accuracy,
    scratch: other.accuracy,
    certainty: certaintyOf(one, other),
  };
}

function certaintyOf(one: TransferPoint, other: TransferPoint): BothArms['certainty'] {
  if ((one.perClass ?? Infinity) < LARGE_SIZE && Math.min(one.done, other.done) < 2) return 'one-draw';
  const [a, b] = [one.interval, other.interval];
  return a !== null && b !== null && (a[0] > b[1] || b[0] > a[1]) ? 'apart' : 'overlap';
}
