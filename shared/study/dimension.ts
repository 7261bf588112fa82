import type { Parameter, Setting } from '../contract/schemas/study.ts';
import type { Random } from '../random/random.ts';

/** An option that is searched only while another has one of these values. */
export interface Condition {
  readonly path: string;
  readonly values: readonly Setting[];
}

interface Place {
  readonly path: string;
  readonly when: readonly Condition[];
}

export interface ChoiceDimension extends Place {
  readonly kind: 'choice';
  readonly choices: readonly Setting[];
}

export interface NumberDimension extends Place {
  readonly kind: 'number';
  readonly low: number;
  /** The largest value that there is: with a step, one that it comes to. */
  readonly high: number;
  readonly log: boolean;
  readonly int: boolean;
  /** Null: any number of the range (with `int`, any whole one by its logarithm). */
  readonly step: number | null;
}

type RangeParameter = Extract<Parameter, { low: number }>;

/** A parameter of a space that was checked. */
export type Dimension = ChoiceDimension | NumberDimension;

export const isSame = (a: Setting, b: Setting): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How many values a dimension has; Infinity for a range without steps. */
export function sizeOf(dimension: Dimension): number {
  if (dimension.kind === 'choice') return dimension.choices.length;
  const { low, high, int, step } = dimension;
  if (step !== null) return stepsOf(low, high, step) + 1;
  return int ? high - low + 1 : Infinity;
}

/** The `index`-th value of a dimension that has a number of them. */
export function valueAt(dimension: Dimension, index: number): Setting {
  if (dimension.kind === 'choice') return dimension.choices[index]!;
  return atStep(dimension.low, dimension.step ?? 1, index);
}

/** Where the value lies on the dimension's own scale: of a choice its place, of a number itself or its logarithm. */
export function toScale(dimension: Dimension, value: Setting): number {
  if (dimension.kind === 'choice') return dimension.choices.findIndex((choice) => isSame(choice, value));
  return dimension.log ? Math.log(value as number) : (value as number);
}

/** The nearest value of the dimension to a place on its scale. */
export function fromScale(dimension: NumberDimension, place: number): number {
  const { low, high, log, int, step } = dimension;
  const value = log ? Math.exp(place) : place;
  if (step !== null) return clamp(atStep(low, step, Math.round((value - low) / step)), low, high);
  return clamp(int ? Math.round(value) : value, low, high);
}

/** The scale's ends: beside them lies half of a step, or half of a whole number, so that all values are equally likely. */
export function scaleOf({ low, high, log, int, step }: NumberDimension): readonly [number, number] {
  if (log) return int ? [Math.log(low - 0.5), Math.log(high + 0.5)] : [Math.log(low), Math.log(high)];
  const half = (step ?? 0) / 2;
  return [low - half, high + half];
}

/** A range that is shorter than this share of its own numbers, or a step that is, is lost when it is added to them. */
const FINEST = 1e-9;
/** Beyond these, widths and squares are no numbers any more. */
const [SMALLEST, LARGEST] = [1e-300, 1e300];

/** Whether a range's values, or its steps, can be told apart: samplers divide by how wide it is, and count its steps. */
export function isDistinct(range: NumberDimension): boolean {
  const [low, high] = scaleOf(range);
  const most = Math.max(Math.abs(low), Math.abs(high));
  const width = range.step ?? high - low;
  return most <= LARGEST && width >= Math.max(SMALLEST, FINEST * most);
}

/** The step of a range: whole numbers have one of their own. */
export const stepOf = ({ int, log, step }: Pick<RangeParameter, 'int' | 'log' | 'step'>): number | null =>
  step ?? (int && !log ? 1 : null);

/** Drawn evenly over the dimension's scale. */
export function drawEvenly(dimension: Dimension, random: Random): Setting {
  const size = sizeOf(dimension);
  if (dimension.kind === 'choice' || dimension.step !== null) return valueAt(dimension, random.integer(size));
  return fromScale(dimension, random.uniform(...scaleOf(dimension)));
}

/** 0 to 1 over the dimension's scale, for pictures and forests. */
export function toUnit(dimension: Dimension, value: Setting): number {
  const place = toScale(dimension, value);
  const [low, high] = dimension.kind === 'choice' ? [0, dimension.choices.length - 1] : endsOf(dimension);
  return high > low ? (place - low) / (high - low) : 0.5;
}

/** Whether a value is one of the dimension's, to the last bit that a file may lose. */
export function contains(dimension: Dimension, value: Setting): boolean {
  if (dimension.kind === 'choice') return toScale(dimension, value) >= 0;
  if (typeof value !== 'number' || !(value >= dimension.low && value <= dimension.high)) return false;
  if (dimension.int && !Number.isInteger(value)) return false;
  return (
    dimension.step === null || Math.abs(fromScale(dimension, value) - value) <= 1e-9 * Math.max(1, Math.abs(value))
  );
}

const endsOf = ({ low, high, log }: NumberDimension): [number, number] =>
  log ? [Math.log(low), Math.log(high)] : [low, high];

/** Steps between two numbers, also where a sum of such steps misses the upper one by rounding. */
export const stepsOf = (low: number, high: number, step: number): number => Math.floor((high - low) / step + 1e-9);

/** 0.1 + 2 x 0.1 is 0.3 here, as a person would have written it. */
export const atStep = (low: number, step: number, index: number): number =>
  Number((low + step * index).toPrecision(12));

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
