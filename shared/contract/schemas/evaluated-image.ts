import { z } from 'zod';
import { imagesHashSchema } from './corrections.ts';
import { evaluationIdSchema } from './evaluation.ts';
import { count, place, share } from './evaluation-numbers.ts';
import { penStrokesSchema, sheetSchema } from './hand.ts';
import { frameSchema } from './task.ts';

/** Which of an evaluation's images; all if it says nothing. Classes are places in the task. */
export const imageFilterSchema = z.object({
  truth: place.optional(),
  predicted: place.optional(),
  verdict: z.enum(['right', 'wrong']).optional(),
  corrected: z.enum(['relabelled', 'left-out', 'either']).optional(),
  /** Taken by the model for no sign of its task. */
  refused: z.boolean().optional(),
  /** Beside another evaluation of the same images. `differ`: the two read it as different classes; `predicted` is then what either of them read. */
  beside: z
    .object({
      other: evaluationIdSchema,
      verdict: z.enum(['both-right', 'only-this', 'only-other', 'both-wrong', 'differ']),
    })
    .optional(),
  /** These places alone, as a selection on a map. */
  places: z.array(place).max(1_000_000).optional(),
});

/** The order of images: by what is named, highest first. `place`: as in the data set. Ties keep the data set's order. */
export const imageSortSchema = z.enum(['place', 'confidence', 'loss', 'doubt']);

/** More images than these are not sent at once; of large ones fewer, so that they stay below 32 MiB. */
export const MOST_IMAGES = 500;

/** What an evaluation says of one image. Not finite is null. */
export const evaluatedImageSchema = z.object({
  /** In its part of the data set: training images for `train` and `validation`. */
  place,
  /** Its class in the task, corrections applied; null for one that they leave out. */
  label: place.nullable(),
  /** Before corrections. */
  given: place,
  /** Null: the model gave no answer, which is wrong. */
  predicted: place.nullable(),
  /** The probability of the class that was read. */
  confidence: share,
  /** Cross-entropy against the label; against the given one where it is left out. */
  loss: z.number().nullable(),
  /** 1 less the distance between the two highest probabilities: 1 where the model cannot decide. */
  doubt: share,
  known: share,
});

export const imagePageSchema = z.object({
  /** Images that pass the filter, on all pages. */
  total: count,
  height: z.number().int(),
  width: z.number().int(),
  items: z.array(evaluatedImageSchema),
  /** items.length x height x width bytes, 0 paper to 255 ink, as the model saw them. */
  images: z.instanceof(Uint8Array),
});

export const imageDetailsSchema = evaluatedImageSchema.extend({
  height: z.number().int(),
  width: z.number().int(),
  image: z.instanceof(Uint8Array),
  /** What a correction speaks of: the image as it lies in the data set, and its class among the data set's own. */
  own: z.object({
    hash: imagesHashSchema,
    given: place,
    /** Null where it is left out. */
    label: place.nullable(),
    /** The data set's classes, each with the class of the task that it counts as; null for one that the model does not know. */
    classes: z.array(z.object({ name: z.string(), counts: place.nullable() })),
  }),
  /** Of each class, in the task's order; null where they are not finite. */
  probabilities: z.array(z.number()).nullable(),
});

/** What an image was before the model read it. */
export const imagePreparationSchema = z.object({
  /** As it lies in its data set, before what the model's run makes of images: height x width bytes, 0 paper to 255 ink. */
  own: z.object({ height: z.number().int(), width: z.number().int(), image: z.instanceof(Uint8Array) }),
  /** The drawing of a hand that it is; null for ink on paper, and for an image of any other data set. `frame`: the hand's. */
  ink: z.object({ strokes: penStrokesSchema, sheet: sheetSchema.nullable(), frame: frameSchema }).nullable(),
});

/** A map over an image, of what mattered for one class. */
export const saliencySchema = z.object({
  /**
   * `input-gradient`: how much the class's logit changes with each pixel; `occlusion`: how much its probability falls when a patch
   * turns to paper; `grad-cam`: where the last convolution's channels speak for the class (Selvaraju, 2017); `attention`: what
   * each place of the last encoder block is attended to, heads and askers averaged.
   */
  kind: z.enum(['input-gradient', 'occlusion', 'grad-cam', 'attention']),
  /** The layer it was taken at, where there is one. */
  layer: z.string().nullable(),
  height: z.number().int(),
  width: z.number().int(),
  /** Height x width float32 values, little-endian, row by row; -1 to 1 for `occlusion`, 0 to 1 for the others; the largest is 1 unless all are 0. */
  values: z.instanceof(Uint8Array),
  /** What 1 stands for, in the method's own unit. */
  scale: z.number(),
});

export const neighbourSchema = z.object({
  /** In the data set's training part. */
  place,
  /** Its class's name. */
  label: z.string(),
  /** 1 less the cosine of the angle between the features. */
  distance: z.number(),
});

export type ImageFilter = z.infer<typeof imageFilterSchema>;
export type ImageSort = z.infer<typeof imageSortSchema>;
export type EvaluatedImage = z.infer<typeof evaluatedImageSchema>;
export type ImagePage = z.infer<typeof imagePageSchema>;
export type ImageDetails = z.infer<typeof imageDetailsSchema>;
export type ImagePreparation = z.infer<typeof imagePreparationSchema>;
export type Saliency = z.infer<typeof saliencySchema>;
export type Neighbour = z.infer<typeof neighbourSchema>;
