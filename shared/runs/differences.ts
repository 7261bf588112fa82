import type { Run } from '../contract/schemas/run.ts';

/** The parts of a run's settings. */
export const SETTING_PARTS = ['model', 'data', 'recipe', 'seed', 'engine'] as const;
export type SettingPart = (typeof SETTING_PARTS)[number];

/** A setting as plain data, by its name in the run's record. */
export interface Setting {
  readonly part: SettingPart;
  /** `batchSize`, `optimizer.learningRate`. */
  readonly name: string;
  readonly value: unknown;
}

/** A setting in which the lines differ: for each line its runs' values, each once. */
export interface SettingDifference {
  readonly part: SettingPart;
  readonly name: string;
  /** For each line, a run that has each of its values: what is to be told of the setting is told of that run. */
  readonly lines: readonly (readonly { readonly run: Run; readonly value: unknown }[])[];
}

/** Of a recipe's parts those that are told first, and its version, which is none. */
const TOLD: ReadonlySet<string> = new Set(['epochs', 'batchSize', 'version']);

/** Every setting of a run: all that its record says of model, data, recipe and engine, as far as it is chosen and not measured. */
export function settingsOf({ spec, engine, parameters }: Run): Setting[] {
  const { model, data, from, preset, task, framing } = spec;
  const { seed, optimizer, validation, ...recipe } = spec.recipe;
  const of = (part: SettingPart, values: Readonly<Record<string, unknown>>): Setting[] =>
    Object.entries(values).map(([name, value]) => ({ part, name, value: value ?? null }));
  const begins = from ? { model: from.name, freeze: from.freeze, head: from.head, rates: from.rates } : {};
  return [
    ...of('model', { preset, layers: model.layers, parameters, from: begins, replay: from?.replay }),
    ...of('data', {
      datasets: data.datasets,
      limit: data.limit,
      transforms: data.transforms,
      classes: task.classes,
      imageSize: task.inputShape,
      framing,
      validation,
    }),
    ...of('recipe', { epochs: recipe.epochs, batchSize: recipe.batchSize }),
    ...of('recipe', Object.fromEntries(Object.entries(optimizer).map(([key, value]) => [`optimizer.${key}`, value]))),
    ...of('recipe', recipe).filter(({ name }) => !TOLD.has(name)),
    ...of('seed', { seed }),
    ...of('engine', { engine: engine?.name, mode: engine?.mode, device: engine?.device, threads: engine?.threads }),
  ];
}

/**
 * The settings in which several lines of runs are not alike, in their order, and how many others there are. A line whose runs differ among
 * themselves (seeds do) is like another of the same values.
 */
export function differencesOf(lines: readonly (readonly Run[])[]): {
  readonly differing: readonly SettingDifference[];
  readonly alike: number;
} {
  const settings = lines.map((runs) => runs.map((run) => ({ run, all: indexed(settingsOf(run)) })));
  const names = new Map<string, Setting>();
  for (const { all } of settings.flat()) for (const [key, setting] of all) if (!names.has(key)) names.set(key, setting);
  const differing: SettingDifference[] = [];
  for (const [key, { part, name }] of names) {
    const values = settings.map((runs) =>
      distinct(runs.map(({ run, all }) => ({ run, value: all.get(key)?.value ?? null }))),
    );
    if (isOfOthers(name, values)) {
      names.delete(key);
      continue;
    }
    const same = new Set(values.map((own) => JSON.stringify(own.map(({ value }) => JSON.stringify(value)).sort())));
    if (same.size > 1) differing.push({ part, name, lines: values });
  }
  return { differing, alike: names.size - differing.length };
}

/** An option that not every optimizer has, and that is alike where it is: the optimizer says it already. */
function isOfOthers(name: string, lines: readonly (readonly { readonly value: unknown }[])[]): boolean {
  if (!name.startsWith('optimizer.')) return false;
  const values = new Set(lines.flat().map(({ value }) => JSON.stringify(value)));
  return values.has('null') && values.size <= 2;
}

const indexed = (settings: readonly Setting[]): Map<string, Setting> =>
  new Map(settings.map((setting) => [`${setting.part} ${setting.name}`, setting]));

function distinct(values: readonly { readonly run: Run; readonly value: unknown }[]) {
  const seen = new Set<string>();
  return values.filter(({ value }) => {
    const key = JSON.stringify(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
