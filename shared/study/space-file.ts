import { z } from 'zod';
import { transformsSchema } from '../contract/schemas/dataset.ts';
import { fineTuneSchema } from '../contract/schemas/fine-tune.ts';
import { modelSpecSchema } from '../contract/schemas/model.ts';
import { recipeFieldsSchema, recipeSchema, type Recipe } from '../contract/schemas/recipe.ts';
import { studySpecSchema, type Space, type StudySpec } from '../contract/schemas/study.ts';
import { findPreset } from '../model/presets/index.ts';
import { parseSpace } from './parse-space.ts';
import { refusedBy } from './space-faults.ts';

/** How a file of a space says that it is searched; what it leaves out, the command line or the form says. */
export const fileSearchSchema = z
  .strictObject(
    studySpecSchema.pick({
      name: true,
      sampler: true,
      pruner: true,
      objectives: true,
      budget: true,
      seeds: true,
      queue: true,
    }).shape,
  )
  .partial();

/** A file of `search --space`: the run that every trial begins from, what is searched of it, and how. */
export const spaceFileSchema = z.strictObject({
  /** A preset, data, and any option of a run; a whole `model`, `transforms` or parts of a `recipe` beside. */
  base: z.record(z.string(), z.unknown()).default({}),
  space: z.unknown(),
  search: fileSearchSchema.default({}),
});

export type FileSearch = z.infer<typeof fileSearchSchema>;

/** The file that makes this study again, on the command line as in a window. A model of one of the studio's presets is told by its name, and the layers of one that is gone on from are its own. */
export function spaceFileOf({ base, space, ...how }: StudySpec): z.input<typeof spaceFileSchema> {
  const { name, sampler, pruner, objectives, budget, seeds, queue } = how;
  const { preset = '', model, data, recipe, from } = base;
  return {
    base: {
      ...(from ? { from } : findPreset(preset) ? { preset } : { model }),
      data: data.datasets.join('+'),
      ...(data.limit !== undefined && { limit: data.limit }),
      ...(data.transforms !== undefined && { transforms: data.transforms }),
      recipe,
    },
    space,
    search: { name, sampler, pruner, objectives, budget, seeds, queue },
  };
}

const baseSchema = z.object({
  preset: z.string().optional(),
  model: modelSpecSchema.optional(),
  data: z.union([z.string(), z.array(z.string())]).optional(),
  limit: z.number().int().optional(),
  transforms: transformsSchema.optional(),
  /** The trained model that is gone on from, and how. */
  from: fineTuneSchema.optional(),
  recipe: z.record(z.string(), z.unknown()).optional(),
  epochs: recipeFieldsSchema.shape.epochs.optional(),
  batchSize: recipeFieldsSchema.shape.batchSize.optional(),
});

/** What a form can take of a file's base. */
export interface FormBase extends Omit<z.infer<typeof baseSchema>, 'data' | 'epochs' | 'batchSize'> {
  readonly datasets: readonly string[];
  /** Parts of a recipe; see `recipeWith`. */
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** A file of a space for a form: `unread` are options of its base that only the command line reads. Throws `space-invalid` {path, reason}. */
export function readSpaceFile(content: unknown): {
  base: FormBase;
  space: Space;
  search: FileSearch;
  unread: string[];
} {
  const file = parsed(spaceFileSchema, content, 'file');
  const { data = [], epochs, batchSize, ...rest } = parsed(baseSchema, file.base, 'base');
  const known = Object.keys(baseSchema.shape);
  return {
    base: {
      ...rest,
      datasets: typeof data === 'string' ? data.split('+') : data,
      recipe: {
        ...(epochs !== undefined && { epochs }),
        ...(batchSize !== undefined && { batchSize }),
        ...rest.recipe,
      },
    },
    space: parseSpace(file.space),
    search: file.search,
    unread: Object.keys(file.base).filter((name) => !known.includes(name)),
  };
}

/**
 * A recipe with the parts that a file's base changes of it. Throws `space-invalid` {path, reason}, `early-stopping-unvalidated` and
 * `plateau-unvalidated`.
 */
export const recipeWith = (recipe: Recipe, { recipe: parts }: FormBase): Recipe =>
  parsed(recipeSchema, { ...recipe, ...parts }, 'base.recipe');

function parsed<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusedBy(result.error, [what]);
}
