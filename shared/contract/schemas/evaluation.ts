import { z } from 'zod';
import { datasetIdSchema, handStateSchema, transformsSchema } from './dataset.ts';
import { count, interval, place, share } from './evaluation-numbers.ts';
import { momentSchema } from './moment.ts';
import { modelRefSchema } from './predict.ts';
import { framingSchema, taskSchema } from './task.ts';

/** Also a folder's name: `eval-` and the first hex digits of a hash over what was read by what. */
export const evaluationIdSchema = z.string().regex(/^eval-[0-9a-f]{32}$/);

/**
 * The part of a data set that is read. `validation`: those of its training images that the model's own run set aside; only a
 * run that trained on the data set has such a part.
 */
export const partSchema = z.enum(['test', 'train', 'validation']);

/**
 * What is to be read by what. `only`: the images of these of the data's classes alone. `state`: of a hand, its test or training images as
 * they were in that state, which a run keeps to; else as they are now.
 */
export const evaluationRequestSchema = z.object({
  model: modelRefSchema,
  dataset: datasetIdSchema,
  part: partSchema,
  only: z.array(z.string().max(200)).min(1).max(1000).optional(),
  state: handStateSchema.optional(),
});

/** An evaluation that is kept, without its numbers. */
export const evaluationInfoSchema = z.object({
  id: evaluationIdSchema,
  /** `ref` is null for a model folder that the command line named. */
  model: z.object({
    ref: modelRefSchema.nullable(),
    name: z.string(),
    weightsSha256: z.string(),
    /** Kept with the model when it answered: see `evaluations.keepTemperature`. */
    temperature: z.number().nullable(),
  }),
  dataset: z.object({ id: datasetIdSchema, name: z.string() }),
  part: partSchema,
  /**
   * Of images that a run has set aside of a hand, or that were asked for so: the hand's state that these are of, however it has grown. Corrections
   * count the images of the present one, and are not laid over these.
   */
  state: z.string().optional(),
  only: z.array(z.string()).nullable(),
  /** The model's: what labels and predictions count. */
  task: taskSchema,
  /** How ink stands in the images that the model reads, and in these as it read them. Older studios did not say. */
  framing: z.object({ model: framingSchema, data: framingSchema }).optional(),
  /** What the model's own run made of the images and of their classes' names, and the evaluation too. Older studios did not say. */
  change: transformsSchema.pick({ rename: true, invert: true, resize: true }).optional(),
  /** Images that were read. */
  count,
  /** What they came to by the data set's labels as given, whatever was corrected. */
  asGiven: z.object({ accuracy: share, interval95: interval }).optional(),
  createdAt: momentSchema,
});

/** One class. `support`: images of it, by their labels; `predicted`: images read as it. Without images of it no share is told. */
export const classScoresSchema = z.object({
  support: count,
  predicted: count,
  right: count,
  /** Of the images read as it, the share that are; null if none was, too. */
  precision: share,
  precision95: interval.nullable(),
  /** Of its images, the share read as it. */
  recall: share,
  recall95: interval.nullable(),
  /** Harmonic mean of the two: 2 right / (support + predicted). */
  f1: share,
});

/** The images whose confidence (the probability of the class that was read) lies in a tenth of [0, 1]. */
export const calibrationBinSchema = z.object({
  from: z.number(),
  to: z.number(),
  count,
  /** Means over the bin; null for an empty one. */
  confidence: share,
  accuracy: share,
  accuracy95: interval.nullable(),
});

/** How far confidence and accuracy agree. `ece`: the bins' mean distance between them, weighed by their images. */
export const calibrationSchema = z.object({
  bins: z.array(calibrationBinSchema),
  ece: share,
  /** Mean cross-entropy; null where it is not finite or there are no images. */
  loss: z.number().nullable(),
});

export const scoresSchema = z.object({
  /** Images that count: those whose label is a class of the model's and that are not left out. */
  n: count,
  right: count,
  accuracy: share,
  interval95: interval,
  /** The right class was among the two likeliest. */
  top2: z.object({ right: count, share }),
  /** Mean cross-entropy; null where it is not finite. */
  loss: z.number().nullable(),
  /** In the task's order. */
  classes: z.array(classScoresSchema),
  /** Means over the classes for which they are defined. */
  macro: z.object({ precision: share, recall: share, f1: share }),
  /** The cells of the confusion matrix that are not 0: true class, predicted class, count. Images without an answer are in none. */
  confusion: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
  /** The classes in an order that puts those side by side that are taken for each other. */
  similarity: z.array(z.number().int()),
  calibration: calibrationSchema,
  /**
   * The temperature that makes the log loss smallest over all images, and what calibration comes to with it, measured honestly: each
   * half of the images with the temperature of the other half. Null where there is nothing to fit it to, or where the best of all or
   * of a half has no end: of images that are all read right.
   */
  scaled: z.object({ temperature: z.number(), calibration: calibrationSchema }).nullable(),
  /** How many images the model takes for signs of its task, and how many it refuses; null where it cannot tell. */
  known: z.object({ accepted: count, refused: count, acceptedShare: share, threshold: z.number() }).nullable(),
  /** Images with a number in the model's answer that is not finite: without a probability, and where one is NaN, read as no class. */
  notFinite: count,
  /** By the data set's corrections, of these images. */
  relabelled: count,
  leftOut: count,
});

/** Two evaluations of the same images, image by image. */
export const comparisonSchema = z.object({
  n: count,
  bothRight: count,
  onlyFirst: count,
  onlySecond: count,
  bothWrong: count,
  /** McNemar's exact two-sided test: how likely so uneven a split of the images on which they differ is, were the models equally good. */
  p: z.number(),
  /** second's count less first's for each cell of the confusion matrix that differs: true class, predicted class, difference. */
  difference: z.array(z.tuple([z.number().int(), z.number().int(), z.number().int()])),
});

/** So many evaluations are compared at once. */
export const MOST_COMPARED = 12;

/** Of the images that one evaluation alone has wrong, so many are told by their places. */
export const MOST_ONLY_WRONG = 500;

/** Several evaluations of the same images. */
export const comparedSchema = z.object({
  /** Images that count. */
  n: count,
  items: z.array(
    z.object({
      id: evaluationIdSchema,
      right: count,
      accuracy: share,
      interval95: interval,
      /** In the task's order. */
      classes: z.array(classScoresSchema.pick({ support: true, right: true, recall: true, recall95: true })),
      /** Images that this one has wrong and all others right: how many, and the first of their places. */
      onlyWrong: z.object({ count, places: z.array(place).max(MOST_ONLY_WRONG) }),
    }),
  ),
  pairs: z.array(
    z.object({
      /** Places in `items`. */
      first: place,
      second: place,
      bothRight: count,
      onlyFirst: count,
      onlySecond: count,
      bothWrong: count,
      /** McNemar's exact two-sided test, and the same corrected for the number of pairs by Holm's procedure. */
      p: z.number().min(0).max(1),
      adjusted: z.number().min(0).max(1),
    }),
  ),
});

export type EvaluationId = z.infer<typeof evaluationIdSchema>;
export type Part = z.infer<typeof partSchema>;
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>;
export type EvaluationInfo = z.infer<typeof evaluationInfoSchema>;
export type ClassScores = z.infer<typeof classScoresSchema>;
export type CalibrationBin = z.infer<typeof calibrationBinSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
export type Scores = z.infer<typeof scoresSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Compared = z.infer<typeof comparedSchema>;
