import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { modelSpecSchema, type ModelSpec } from '../../shared/contract/schemas/model.ts';
import { recipeSchema, type RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import { dataFilesSchema } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';

/** A contender's training, written to a file for workers in any language. */
const jobSchema = z.object({
  model: modelSpecSchema,
  recipe: recipeSchema,
  /** Images of an epoch: the first so many of MNIST's training images. */
  images: z.number().int(),
  data: dataFilesSchema,
  /** Processors that may be used. */
  threads: z.number().int(),
  /** Optimizer steps that one call of the framework runs, where that can be chosen (Keras's steps_per_execution). */
  stepsPerCall: z.number().int().default(1),
  /** Ours: as a graph or op by op. */
  mode: z.enum(['graph', 'eager']).default('graph'),
  /** The folder to write to. */
  folder: z.string(),
});

export type Job = z.infer<typeof jobSchema>;
export type JobInput = z.input<typeof jobSchema>;

export const readJob = (file: string): Job => jobSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));

let written = 0;

/** Writes a job into a folder of its own in `folder`; its path. */
export function writeJob(folder: string, job: Omit<JobInput, 'folder'>): string {
  const own = path.join(folder, `job-${++written}`);
  fs.mkdirSync(own);
  const file = path.join(own, 'job.json');
  fs.writeFileSync(file, JSON.stringify(jobSchema.parse({ ...job, folder: own })));
  return file;
}

/**
 * The recipe that every contender trains with, whatever the preset's own: Adam, batches of 128, no validation, nothing
 * beside. So they all do the same work; the cost of augmentation is measured by itself. `epochs` is more than any
 * sitting has.
 */
export const plainRecipe = (change: Partial<RecipeInput> = {}): RecipeInput => ({
  version: 2,
  optimizer: { name: 'adam' },
  batchSize: 128,
  epochs: 1000,
  validation: { kind: 'none' },
  augmentation: NO_AUGMENTATION,
  seed: 1,
  ...change,
});

/** A model that is no preset but has a counterpart elsewhere: Keras's GRU of 128 over the rows. */
export const gru: ModelSpec = modelSpecSchema.parse({
  version: 1,
  name: 'GRU over rows',
  inputShape: [28, 28, 1],
  layers: [
    { type: 'Reshape', targetShape: [28, 28] },
    { type: 'GRU', units: 128 },
    { type: 'Dense', units: 10, activation: 'softmax' },
  ],
});
