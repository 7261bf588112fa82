import { z } from 'zod';
import { datasetIdSchema, transformsSchema } from '../../shared/contract/schemas/dataset.ts';
import { fineTuneSchema } from '../../shared/contract/schemas/fine-tune.ts';
import { lineChoiceSchema } from '../../shared/contract/schemas/line-choice.ts';
import { modelSpecSchema } from '../../shared/contract/schemas/model.ts';
import { modelRefSchema } from '../../shared/contract/schemas/run-id.ts';
import { taskSchema } from '../../shared/contract/schemas/task.ts';
import { NUMBER_FIELDS, type DraftFields } from './draft-fields.ts';
import type { DraftDocument, KeptDraft } from './draft-document.ts';
import { draftSearchSchema } from './draft-search.ts';
import { recipeFrom } from './recipe-from.ts';

/** Where the window's storage has it. */
const PLACE = 'inkstone-train-draft';

const numbers = Object.fromEntries(NUMBER_FIELDS.map((field) => [field, z.number()]));
/** The numbers' bounds are those of the recipe that they come to. */
const fieldsSchema = z
  .object({
    ...(numbers as Record<(typeof NUMBER_FIELDS)[number], z.ZodNumber>),
    optimizer: z.enum(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']),
    schedule: z.enum(['constant', 'step', 'cosine', 'oneCycle', 'plateau']),
    clip: z.enum(['none', 'value', 'norm']),
    validation: z.enum(['none', 'stratified', 'tail', 'fold']),
    ema: z.boolean(),
    earlyStopping: z.boolean(),
    restoreBest: z.boolean(),
    balanced: z.boolean(),
    limit: z.number().int().positive().nullable(),
    scheduleEpochs: z.number().int().positive().nullable(),
    seeds: z.number().int().min(1).max(20),
    folds: z.number().int().min(2).max(20),
    featuresRate: z.number().min(0).max(100),
    headRate: z.number().min(0).max(100),
    replayPercent: z.number().min(1).max(90),
  })
  .refine((fields) => isRecipe(fields));

const keptSchema = fieldsSchema.safeExtend({
  ...draftSearchSchema.shape,
  version: z.literal(1),
  name: z.string().max(120),
  /** The images' size that the fields' pixels are for. */
  sizedFor: taskSchema.shape.inputShape,
  presetId: z.string().nullable(),
  written: modelSpecSchema,
  picked: z.array(datasetIdSchema).nullable(),
  wished: transformsSchema,
  /** Absent in what earlier studios kept. */
  lines: lineChoiceSchema.nullable().default(null),
  tuning: z
    .object({
      model: modelRefSchema,
      freeze: z.enum(['none', 'features', 'layers']),
      layers: z.array(z.string()),
      head: z.enum(['keep', 'new']).nullable(),
      replay: z.array(datasetIdSchema).nullable(),
      rates: fineTuneSchema.shape.rates.unwrap(),
      scratch: fieldsSchema,
    })
    .nullable(),
});

function isRecipe(fields: DraftFields): boolean {
  try {
    return recipeFrom(fields) !== null;
  } catch {
    return false;
  }
}

/** What the last window of this place has left; null if there is nothing that can be used. */
export function readKeptDraft(): KeptDraft | null {
  try {
    const kept = keptSchema.safeParse(JSON.parse(localStorage.getItem(PLACE) ?? 'null'));
    if (!kept.success) return null;
    const { name, sizedFor, ...document } = kept.data;
    return { name, sizedFor, document: document as DraftDocument };
  } catch {
    // No storage, or no JSON: the form begins as it does on a first day.
    return null;
  }
}

/** Keeps a draft for the next window. One that the storage does not take is lost with this one. */
export function keepDraft({ name, sizedFor, document }: KeptDraft): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ version: 1, name, sizedFor, ...document }));
  } catch {
    // Full, or switched off.
  }
}
