import type { Parameter, Setting } from '../contract/schemas/study.ts';
import type { SearchOption } from './search-option.ts';
import { limitsOf } from './parameter-fault.ts';

/** What a search is usually made over, by the option's name: a range as such, or one around the value that the run has. */
type Range = { readonly low: number; readonly high: number } | { readonly over: number; readonly otherwise?: number };
const RANGES: Readonly<Record<string, Range>> = {
  learningRate: { over: 10 },
  features: { over: 10 },
  head: { over: 10 },
  share: { low: 0.1, high: 0.7 },
  weightDecay: { over: 10, otherwise: 0.001 },
  l2: { over: 10, otherwise: 0.0001 },
  epsilon: { over: 10 },
  limit: { over: 10 },
  momentum: { low: 0.5, high: 0.99 },
  rho: { low: 0.8, high: 0.99 },
  beta1: { low: 0.8, high: 0.99 },
  beta2: { low: 0.9, high: 0.9999 },
  decay: { low: 0.9, high: 0.9999 },
  labelSmoothing: { low: 0, high: 0.2 },
  rate: { low: 0, high: 0.6 },
  dropout: { low: 0, high: 0.6 },
  factor: { low: 0.1, high: 0.9 },
  warmUp: { low: 0.1, high: 0.5 },
  start: { low: 0.01, high: 0.3 },
  final: { low: 0, high: 0.2 },
  minimum: { low: 0, high: 0.1 },
  warmUpEpochs: { low: 0, high: 3 },
  rotation: { low: 0, high: 20 },
  shear: { low: 0, high: 20 },
  shift: { low: 0, high: 4 },
  zoom: { low: 0, high: 0.3 },
  elastic: { low: 0, high: 4 },
  erase: { low: 0, high: 10 },
  noise: { low: 0, high: 0.3 },
  thickness: { low: 0, high: 0.6 },
  slant: { low: 0, high: 20 },
  scale: { low: 0, high: 0.3 },
  wobble: { low: 0, high: 0.1 },
  penWidth: { low: 0, high: 0.4 },
  speed: { low: 0, high: 0.6 },
};

/** Options of which a few values, each twice the one before, say more than a range: the memory of a batch, heads that part a width. */
const DOUBLED: readonly string[] = ['batchSize', 'heads', 'depthMultiplier'];
/** Activations that a search is usually made over; the others can be added. */
const ACTIVATIONS: readonly string[] = ['relu', 'leakyRelu', 'gelu', 'swish'];
/** Sizes of windows and steps, in pixels: the run's own, and those beside it. */
const SIDES: Readonly<Record<string, readonly number[]>> = {
  kernelSize: [3, 5, 7],
  poolSize: [2, 3],
  strides: [1, 2],
  dilationRate: [1, 2],
  patchSize: [4, 7],
};

/** The values that are offered first for an option that is to be searched: within its bounds, with the run's own value among them. */
export function proposeParameter(option: SearchOption): Parameter {
  const { kind, value } = option;
  const name = option.path.split('.').at(-1)!;
  if (kind === 'integer' || kind === 'number') return DOUBLED.includes(name) ? doubled(option) : range(option, name);
  return { choices: kind === 'size' ? sizes(name, value) : chosen(option, name) };
}

function chosen({ choices, value }: SearchOption, name: string): Setting[] {
  if (name !== 'activation') return [...choices];
  return choices.filter((choice) => choice === value || ACTIVATIONS.includes(choice as string));
}

function sizes(name: string, value: Setting | undefined): Setting[] {
  const all = (SIDES[name] ?? [1, 2]).map((side) => [side, side]);
  const own = Array.isArray(value) ? [value] : [];
  return [...own, ...all.filter((size) => JSON.stringify(size) !== JSON.stringify(value))].sort(
    (a, b) => Number(a[0]) - Number(b[0]),
  );
}

function doubled({ value, ...option }: SearchOption): Parameter {
  const own = typeof value === 'number' ? value : 1;
  const { min, max } = limitsOf(option);
  const around = [own / 2, own, own * 2, own * 4].filter((n) => Number.isInteger(n) && n >= min && n <= max);
  return { choices: around };
}

function range(option: SearchOption, name: string): Parameter {
  const own = typeof option.value === 'number' ? option.value : null;
  const usual = RANGES[name];
  const limits = limitsOf(option);
  const whole = option.kind === 'integer';
  const within = (value: number): number =>
    Math.min(Math.max(whole ? Math.round(value) : tidy(value), limits.min), limits.max);
  const made = (low: number, high: number, log: boolean): Parameter => ({
    low: within(low),
    // A range has two ends, also at the edge of what the option may be.
    high: Math.max(within(high), within(low) + (whole ? 1 : 0)),
    ...(log && within(low) > 0 && { log }),
    ...(whole && { int: true }),
  });
  if (usual !== undefined && 'low' in usual) {
    return made(Math.min(usual.low, own ?? usual.low), Math.max(usual.high, own ?? usual.high), false);
  }
  const over = usual?.over ?? 4;
  const centre = own !== null && own > 0 ? own : (usual?.otherwise ?? null);
  if (centre !== null) {
    const [low, high] = [within(centre / over), within(centre * over)];
    // Nothing above: the range ends at the value.
    return high > low ? made(low, high, true) : made(limits.min, limits.max, false);
  }
  return own !== null && own < 0
    ? made(own * 2, own / 2, false)
    : made(Math.max(0, limits.min), Math.max(0, limits.min) + 4, false);
}

/** Two digits are what a bound needs. */
const tidy = (value: number): number => Number(value.toPrecision(2));
