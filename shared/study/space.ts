import { AppError } from '../contract/errors.ts';
import type { Parameter, Setting, Settings, Space } from '../contract/schemas/study.ts';
import {
  atStep,
  type Condition,
  contains,
  type Dimension,
  isDistinct,
  isSame,
  sizeOf,
  stepOf,
  stepsOf,
  valueAt,
} from './dimension.ts';
import { invalid } from './space-faults.ts';
import { valuesOf } from './when.ts';

/** Options that no search may touch: trials would not be comparable, or their luck would be searched. */
const FIXED = [
  'recipe.version',
  'recipe.seed',
  'recipe.validation',
  'model.inputShape',
  'model.name',
  'data.datasets',
  'data.states',
  'from.model',
  'from.head',
  'from.replay.datasets',
];

/**
 * The dimensions of a space, each after those that its conditions ask about. Throws `space-invalid` {path, reason}. What the options
 * themselves may be is checked by `checkSpace`.
 */
export function readSpace(space: Space): Dimension[] {
  const paths = Object.keys(space);
  for (const path of paths) {
    const fixed = FIXED.find((one) => path === one || path.startsWith(`${one}.`));
    if (fixed !== undefined) throw invalid(path, 'fixed', { option: fixed });
    const outer = paths.find((other) => path.startsWith(`${other}.`));
    if (outer !== undefined) throw invalid(path, 'within-part', { outer });
  }
  const dimensions = new Map(paths.map((path) => [path, readParameter(path, space[path]!)]));
  for (const { path, when } of dimensions.values()) for (const each of when) checkCondition(path, each, dimensions);
  return inOrder(dimensions);
}

/** Whether a dimension is searched, of the settings so far. */
export const isActive = ({ when }: Dimension, settings: Settings): boolean =>
  when.every(({ path, values }) => {
    const given = settings[path];
    return given !== undefined && values.some((value) => isSame(value, given));
  });

/** Settings of a space, each made by `choose` where its conditions hold. */
export function settle(dimensions: readonly Dimension[], choose: (dimension: Dimension) => Setting): Settings {
  const settings: Settings = {};
  for (const dimension of dimensions) if (isActive(dimension, settings)) settings[dimension.path] = choose(dimension);
  return settings;
}

/** Whether settings are of this space: every parameter whose conditions hold, with a value that it may have, and none else. */
export function isOfSpace(dimensions: readonly Dimension[], settings: Settings): boolean {
  const active = dimensions.filter((dimension) => isActive(dimension, settings));
  if (active.length !== Object.keys(settings).length) return false;
  return active.every((dimension) => dimension.path in settings && contains(dimension, settings[dimension.path]!));
}

/**
 * All settings of a space, those of the first dimensions changing last. Throws `space-invalid` for a range without steps, `space-too-large`
 * {most} for more than `most`.
 */
export function allSettings(dimensions: readonly Dimension[], most: number): Settings[] {
  const endless = dimensions.find((dimension) => sizeOf(dimension) === Infinity);
  if (endless) throw invalid(endless.path, 'grid-endless');
  return dimensions.reduce<Settings[]>(
    (all, dimension) => {
      const next: Settings[] = [];
      for (const settings of all) {
        const count = isActive(dimension, settings) ? sizeOf(dimension) : 0;
        if (next.length + Math.max(1, count) > most) throw new AppError('space-too-large', { most });
        if (count === 0) next.push(settings);
        for (let i = 0; i < count; i++) next.push({ ...settings, [dimension.path]: valueAt(dimension, i) });
      }
      return next;
    },
    [{}],
  );
}

function readParameter(path: string, parameter: Parameter): Dimension {
  const when: Condition[] = Object.entries(parameter.when ?? {}).map(([other, value]) => ({
    path: other,
    values: valuesOf(value),
  }));
  if ('choices' in parameter) {
    const { choices } = parameter;
    if (choices.some((choice, i) => choices.findIndex((other) => isSame(other, choice)) !== i))
      throw invalid(path, 'choice-twice');
    return { kind: 'choice', path, when, choices };
  }
  const { low, high, log = false, int = false } = parameter;
  if (!(high > low)) throw invalid(path, 'not-above');
  if (log && parameter.step !== undefined) throw invalid(path, 'log-with-step');
  if (log && low <= 0) throw invalid(path, 'log-not-positive');
  if (int && ![low, high, parameter.step ?? 1].every(Number.isInteger)) throw invalid(path, 'not-whole');
  const step = stepOf(parameter);
  if (step !== null && step > high - low) throw invalid(path, 'step-too-large');
  if (!isDistinct({ kind: 'number', path, when, low, high, log, int, step })) throw invalid(path, 'too-fine');
  const last = step === null ? high : atStep(low, step, stepsOf(low, high, step));
  return { kind: 'number', path, when, low, high: last, log, int, step };
}

function checkCondition(path: string, { path: other, values }: Condition, all: ReadonlyMap<string, Dimension>): void {
  const parent = all.get(other);
  if (!parent) throw invalid(path, 'when-not-searched', { other });
  const none = values.find((value) => !contains(parent, value));
  if (none !== undefined) throw invalid(path, 'when-never', { other, value: JSON.stringify(none) });
}

function inOrder(dimensions: ReadonlyMap<string, Dimension>): Dimension[] {
  const placed: Dimension[] = [];
  let left = [...dimensions.values()];
  while (left.length > 0) {
    const isReady = ({ when }: Dimension): boolean =>
      when.every(({ path }) => placed.some((done) => done.path === path));
    const ready = left.filter(isReady);
    if (ready.length === 0) throw invalid(left[0]!.path, 'when-circle');
    placed.push(...ready);
    left = left.filter((dimension) => !ready.includes(dimension));
  }
  return placed;
}
