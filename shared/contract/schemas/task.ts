import { z } from 'zod';
import { nameSchema } from './name.ts';

/** The sides that an image may have, in pixels. */
export const [SHORTEST_SIDE, LONGEST_SIDE] = [8, 256] as const;
export const sideSchema = z.number().int().min(SHORTEST_SIDE).max(LONGEST_SIDE);

/** The name of a class, given by the user: a digit, a letter, a word. */
export const LONGEST_NAME = 40;
export const classNameSchema = nameSchema(LONGEST_NAME);

/**
 * What is read: images of one size, and the classes that they may be of, in the order of a model's outputs. A data set has
 * one, a run keeps the one that it was started with, a model's card has one.
 *
 * `reads`: an image is one sign (absent), or a line of them, of which only the height is fixed; the width is that of the lines that a
 * model is trained on.
 */
export const taskSchema = z.object({
  /** Keras's Input: height, width, channels (grey alone). */
  inputShape: z.tuple([sideSchema, sideSchema, z.literal(1)]),
  classes: z
    .array(classNameSchema)
    .min(2)
    .max(1000)
    .refine((names) => new Set(names).size === names.length, 'two classes of one name'),
  reads: z.literal('line').optional(),
});

/**
 * How ink comes into an image. `centred`: as MNIST's makers did, fitted into a box with its centre of mass in the middle.
 * `as-written`: where and as large as it was written, so that o and O, comma and apostrophe stay apart.
 */
export const framingSchema = z.enum(['centred', 'as-written']);

/** The images that ink is brought into: their size, in pixels, and how. */
export const frameSchema = z.object({ height: sideSchema, width: sideSchema, framing: framingSchema });

export type Task = z.infer<typeof taskSchema>;
export type InputShape = Task['inputShape'];
export type Framing = z.infer<typeof framingSchema>;
export type Frame = z.infer<typeof frameSchema>;
