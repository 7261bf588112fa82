import { z } from 'zod';
import type { LayerSpec, ModelSpec } from '../contract/schemas/model.ts';
import { recipeFieldsSchema } from '../contract/schemas/recipe.ts';
import type { TrialRequest } from '../contract/schemas/run.ts';
import type { Setting } from '../contract/schemas/study.ts';
import { layerFields, valueOf, type Bounds, type JsonSchema, type LayerField } from '../model/layers/fields.ts';
import type { SearchOption } from './search-option.ts';
import { settingAt } from './settings.ts';
import { tuningOption } from './tuning-option.ts';
import { wholeParts } from './whole-parts.ts';

/** What is needed of a run to know its options. */
export type Base = Pick<TrialRequest, 'model' | 'recipe' | 'data' | 'from'>;

/** Options of layers that no search may try: names, frozen weights, shapes that must keep their number of values. */
const UNSEARCHED: readonly string[] = ['name', 'trainable', 'targetShape', 'layers'];
/** The fewest images that a limit may leave (see dataChoiceSchema). */
const FEWEST_IMAGES = 10;

/** The option at a path of a run's request, `recipe.optimizer.learningRate` say; null where a search cannot try any. */
export function searchOption(base: Base, path: string): SearchOption | null {
  const [root, ...names] = path.split('.');
  if (path === 'data.limit') {
    const bounds = { minimum: FEWEST_IMAGES };
    return { path, kind: 'integer', bounds, choices: [], value: base.data.limit, within: [] };
  }
  if (root === 'from') return base.from ? tuningOption(base.from, path) : null;
  if (root === 'model') return base.from ? null : layerOption(base.model, path, names);
  if (root !== 'recipe' || ['version', 'seed', 'validation', 'scheduleEpochs'].includes(names[0] ?? '')) return null;
  const parts = wholeParts(base.recipe, path);
  const value = settingAt(base, path) as Setting | undefined;
  if (parts !== null) return { path, kind: 'part', bounds: {}, choices: parts, value, within: [] };
  return recipeOption(base, path, names, value);
}

/** The options of a layer that a search may try; `place` is the layer's own, `model.layers.0`. */
export function layerOptions(model: ModelSpec, place: string): SearchOption[] {
  const layer = settingAt({ model }, place) as LayerSpec | undefined;
  if (layer === undefined) return [];
  return layerFields(layer.type).flatMap(
    ({ path }) => searchOption({ model } as Base, [place, ...path].join('.')) ?? [],
  );
}

/** The options that exist beside other values of a part's choice than the run's own: of other optimizers than its own, say. */
export function optionsBeside(base: Base, part: 'recipe.optimizer' | 'recipe.schedule'): SearchOption[] {
  const own = settingAt(base, part) as Record<string, unknown>;
  const names = branchesOf(schemaAt(part.split('.').slice(1))!).flatMap(({ properties = {} }) =>
    Object.keys(properties),
  );
  const others = [...new Set(names)].filter((name) => !Object.hasOwn(own, name));
  return others.flatMap((name) => searchOption(base, `${part}.${name}`) ?? []);
}

function layerOption(model: ModelSpec, path: string, names: readonly string[]): SearchOption | null {
  // layers.N, within a block again and again; then the option's own one or two names.
  let depth = 0;
  while (names[depth] === 'layers' && /^\d+$/.test(names[depth + 1] ?? '')) depth += 2;
  const layer = settingAt(model, names.slice(0, depth).join('.')) as LayerSpec | undefined;
  const own = names.slice(depth).join('.');
  if (depth === 0 || layer === undefined || UNSEARCHED.includes(names[depth] ?? '')) return null;
  const field = layerFields(layer.type).find((each) => each.path.join('.') === own);
  if (field === undefined || field.kind === 'text' || field.kind === 'shape' || field.kind === 'layers') return null;
  // The last layer has as many units as there are classes, and its softmax belongs to the loss.
  if (layer === model.layers.at(-1) && ['units', 'activation'].includes(own)) return null;
  const value = settingAt(model, names.join('.')) as Setting | undefined;
  return { path, ...optionOf(field), value: value ?? (field.default as Setting | undefined), within: [] };
}

function optionOf({ kind, bounds, choices }: Pick<LayerField, 'kind' | 'bounds' | 'choices'>) {
  // A softmax within a model is refused.
  const all = choices.filter((choice) => choice !== 'softmax');
  return { kind: kind as SearchOption['kind'], bounds, choices: kind === 'boolean' ? [true, false] : all };
}

function recipeOption(
  base: Base,
  path: string,
  names: readonly string[],
  value: Setting | undefined,
): SearchOption | null {
  const last = names.at(-1) ?? '';
  const schema = schemaAt(names.slice(0, -1));
  if (schema === null) return null;
  const branches = branchesOf(schema);
  const having = branches.filter(({ properties = {} }) => Object.hasOwn(properties, last));
  if (having.length === 0) return null;
  const part = ['recipe', ...names.slice(0, -1)].join('.');
  const key = discriminatorOf(branches);
  const constOf = (branch: JsonSchema): Setting => (branch.properties![key!] as JsonSchema).const as Setting;
  if (last === key) return { path, kind: 'choice', bounds: {}, choices: branches.map(constOf), value, within: [] };
  const own = having.find((branch) => key !== null && constOf(branch) === settingAt(base, `${part}.${key}`));
  const found = (own ?? having[0]!).properties![last] as JsonSchema;
  if (branchesOf(found).length !== 1 || found.type === 'object') return null;
  const within = having.length < branches.length ? [{ path: `${part}.${key}`, values: having.map(constOf) }] : [];
  const described = {
    ...optionOf(valueOf(found)),
    bounds: strictest(having.map((branch) => branch.properties![last])),
  };
  return { path, ...described, value, within };
}

let recipeSchema: JsonSchema | undefined;
/** The schema of a part of the recipe, by its names; null where there is none. */
function schemaAt(names: readonly string[]): JsonSchema | null {
  recipeSchema ??= z.toJSONSchema(recipeFieldsSchema, { io: 'input' });
  return names.reduce<JsonSchema | null>(
    (schema, name) => (schema?.properties?.[name] as JsonSchema | undefined) ?? null,
    recipeSchema,
  );
}

/** What a part may be, one schema each; nothing at all (null) is none of them. */
const branchesOf = (schema: JsonSchema): JsonSchema[] =>
  ((schema.oneOf ?? schema.anyOf ?? [schema]) as JsonSchema[]).filter(({ type }) => type !== 'null');

/** The option that tells the branches of a part apart: an optimizer's name, a schedule's kind. */
const discriminatorOf = (branches: readonly JsonSchema[]): string | null =>
  Object.entries(branches[0]?.properties ?? {}).find(
    ([, property]) => (property as JsonSchema).const !== undefined,
  )?.[0] ?? null;

/** The bounds that hold beside every value of the choice that an option depends on. */
function strictest(schemas: readonly unknown[]): Bounds {
  const all = schemas.map((schema) => valueOf(schema as JsonSchema).bounds);
  const pick = (name: keyof Bounds, better: (...values: number[]) => number): number | undefined => {
    const values = all.map((bounds) => bounds[name]).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : better(...values);
  };
  return {
    minimum: pick('minimum', Math.max),
    maximum: pick('maximum', Math.min),
    above: pick('above', Math.max),
    below: pick('below', Math.min),
  };
}
