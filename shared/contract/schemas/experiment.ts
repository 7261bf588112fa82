import { z } from 'zod';
import { perClassSchema } from './dataset.ts';
import { MOST_TRANSFER_RUNS } from './run-group.ts';
import { runRequestSchema } from './run.ts';
import { classNameSchema } from './task.ts';

const classes = z
  .array(classNameSchema)
  .min(2)
  .max(1000)
  .refine((names) => new Set(names).size === names.length, 'the same class twice');

export const MOST_SIZES = 10;
export const MOST_TRANSFER_SEEDS = 10;

/** From so many images a class on, one draw of them says as much as several. */
export const LARGE_SIZE = 200;

/** An experiment with transfer: what is learned first and next, and with how many images. */
export const transferChoiceSchema = z
  .object({
    /** Classes that the base learns, with all their images. */
    first: classes,
    /** Classes that are learned next, with and without what the base has learned. */
    second: classes,
    /** Training images of each of the second classes, rising; null, which can only be the last one: all that there are. */
    sizes: z.array(perClassSchema.shape.count.nullable()).min(1).max(MOST_SIZES).refine(isRising, 'sizes must rise'),
    /** Draws of images, and seeds, for each size below LARGE_SIZE; the others have one. */
    seeds: z.number().int().min(1).max(MOST_TRANSFER_SEEDS),
  })
  .refine(({ first, second }) => !second.some((name) => first.includes(name)), 'a class is learned first or next')
  .refine(({ sizes, seeds }) => 1 + 2 * sizes.length * seeds <= MOST_TRANSFER_RUNS, 'too many runs');

/** `spec` is the base's: its model is fitted to the classes; validation, and what needs it, is left out. */
export const transferRequestSchema = z.object({ spec: runRequestSchema, transfer: transferChoiceSchema });

/** What an experiment comes to before it starts. */
export const transferPlanSchema = z.object({
  runs: z.number().int(),
  /** Images that are shown over all epochs of all runs: by those that train every layer, and by those whose first layers are frozen. */
  shown: z.object({ whole: z.number().int(), frozen: z.number().int() }),
  /** Names of the frozen layers. */
  frozen: z.array(z.string()),
  /** Numbers that gradients change. */
  trainable: z.object({ base: z.number().int(), transfer: z.number().int(), scratch: z.number().int() }),
  /** Training images of the class of the second ones that has the fewest. */
  fewest: z.number().int(),
});

function isRising(sizes: readonly (number | null)[]): boolean {
  const numbers = sizes.map((size) => size ?? Infinity);
  return numbers.every((size, i) => i === 0 || size > numbers[i - 1]!);
}

export type TransferChoice = z.infer<typeof transferChoiceSchema>;
export type TransferRequest = z.infer<typeof transferRequestSchema>;
export type TransferPlan = z.infer<typeof transferPlanSchema>;
