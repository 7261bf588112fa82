import { trialRequestSchema, type TrialRequest } from '../contract/schemas/run.ts';
import type { Setting, Settings, StudySpec } from '../contract/schemas/study.ts';
import { AppError } from '../contract/errors.ts';
import { type Dimension, sizeOf, valueAt } from './dimension.ts';
import { lostSetting, withSettings } from './settings.ts';
import { isActive, readSpace, settle } from './space.ts';
import { invalid, refusedBy } from './space-faults.ts';

/** More choices than this are tried at both ends and in between, not each. */
const MOST_TRIED = 50;

/**
 * The dimensions of a study's space, each tried on its base: both ends of a range, every choice. Throws `space-invalid` {path, reason},
 * `search-unvalidated`.
 */
export function checkSpace({ base, space }: Pick<StudySpec, 'base' | 'space'>): Dimension[] {
  if (base.recipe.validation.kind === 'none') throw new AppError('search-unvalidated');
  const dimensions = readSpace(space);
  for (const dimension of dimensions) {
    checkRoot(base, dimension.path);
    for (const value of triedValues(dimension)) requestOf(base, around(dimensions, dimension, value), dimension.path);
  }
  return dimensions;
}

/** The run of a trial. Throws `space-invalid` {path, reason} when an option does not take its value, or there is no such option. */
export function requestOf(
  base: TrialRequest,
  settings: Settings,
  searched = Object.keys(settings).join(', '),
): TrialRequest {
  const parsed = trialRequestSchema.safeParse(withSettings(base, settings));
  if (!parsed.success) throw refusedBy(parsed.error, parsed.error.issues[0]!.path.length > 0 ? [] : [searched]);
  const lost = lostSetting(parsed.data, settings);
  // Another option's place decides whether this one exists: then `when` is missing.
  if (lost !== null) throw invalid(lost, 'no-option', { settings: JSON.stringify(settings) });
  return parsed.data;
}

/** The layers of a model that is gone on from are its own; without one there is nothing to say of how it is gone on from. */
function checkRoot({ from }: TrialRequest, path: string): void {
  if (from && path.startsWith('model.')) throw invalid(path, 'fixed', { option: 'model' });
  if (!from && path.startsWith('from.')) throw invalid(path, 'not-tuned');
}

function triedValues(dimension: Dimension): Setting[] {
  if (dimension.kind === 'number') return [dimension.low, dimension.high];
  const count = sizeOf(dimension);
  const places = Array.from({ length: Math.min(count, MOST_TRIED) }, (_, i) =>
    Math.floor((i * count) / Math.min(count, MOST_TRIED)),
  );
  return places.map((place) => valueAt(dimension, place));
}

/** Settings in which one dimension has a value: those that it depends on have values that allow it, the others their first ones. */
function around(dimensions: readonly Dimension[], { path, when }: Dimension, value: Setting): Settings {
  const wanted = new Map<string, Setting>([[path, value]]);
  const ask = (conditions: Dimension['when']): void => {
    for (const { path: parent, values } of conditions) {
      wanted.set(parent, values[0]!);
      ask(dimensions.find((each) => each.path === parent)!.when);
    }
  };
  ask(when);
  const settings = settle(dimensions, (each) => wanted.get(each.path) ?? first(each));
  if (
    !isActive(
      dimensions.find((each) => each.path === path)!,
      settings,
    )
  )
    throw invalid(path, 'when-never-together');
  return settings;
}

const first = (dimension: Dimension): Setting => (dimension.kind === 'number' ? dimension.low : dimension.choices[0]!);
