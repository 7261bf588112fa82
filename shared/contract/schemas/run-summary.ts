import { z } from 'zod';
import { dataChoiceSchema } from './dataset.ts';
import { modelSpecSchema } from './model.ts';
import { recipeFieldsSchema } from './recipe.ts';
import { runResultSchema, testResultSchema } from './run-result.ts';
import { runSchema, runSpecSchema } from './run.ts';
import { taskSchema } from './task.ts';

/** What a table of ten thousand runs needs of each: a record without its layers, its classes' names and its confusions. */
export const runSummarySchema = runSchema.omit({ version: true }).extend({
  spec: runSpecSchema.omit({ version: true, framing: true }).extend({
    task: taskSchema.pick({ inputShape: true }),
    model: modelSpecSchema.pick({ name: true }),
    recipe: recipeFieldsSchema.omit({ version: true, augmentation: true, strokeAugmentation: true }),
    data: dataChoiceSchema.pick({ datasets: true, limit: true, states: true }),
  }),
  result: runResultSchema
    .omit({ comparisons: true, warnings: true })
    .extend({ tests: z.array(testResultSchema.omit({ confusion: true })) })
    .nullable(),
});

export type RunSummary = z.infer<typeof runSummarySchema>;
