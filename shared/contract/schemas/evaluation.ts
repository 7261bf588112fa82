import { z } from 'zod';
import { imagesHashSchema } from './corrections.ts';
import { datasetIdSchema, handStateSchema, transformsSchema } from './dataset.ts';
import { penStrokesSchema, sheetSchema } from './hand.ts';
import { momentSchema } from './moment.ts';
import { modelRefSchema } from './predict.ts';
import { frameSchema, framingSchema, taskSchema } from './task.ts';

/** Also a folder's name: `eval-` and the first hex digits of a hash over what was read by what. */
export const evaluationIdSchema = z.string().regex(/^eval-[0-9a-f]{32}$/);

/**
 * The part of a data set that is read. `validation`: those of its training images that the model's own run set aside; only a
 * run that trained on the data set has such a part.
 */
export const partSchema = z.enum(['test', 'train', 'validation']);

const place = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
/** Of 0 things there is no share: null, never 0 and never NaN. */
const share = z.number().min(0).max(1).nullable();
const interval = z.tuple([z.number(), z.number()]);

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

/** What changes images step by step; the unit of `amount` is pixels of a 28-pixel image's side for `shift`, degrees for `rotation`. */
export const disturbanceSchema = z.enum(['rotation', 'shift', 'scale', 'noise', 'blur', 'thickness', 'contrast']);

/** A map shows no more images than these: a stratified sample, in which mistakes come first. */
export const MOST_MAPPED = 5000;

const ofMapped = <S extends z.ZodType>(value: S) => z.array(value).max(MOST_MAPPED);

/**
 * An evaluation's images as points of a plane, in columns: images that its model sees as alike lie close to each other (UMAP of the
 * features). In the data set's order.
 */
export const imageMapSchema = z.object({
  /** Images of the evaluation that are wrong, on the map or not. */
  wrong: count,
  places: ofMapped(place),
  /** 0 to 1, to the right and down; the same unit for both. */
  x: ofMapped(z.number().min(0).max(1)),
  y: ofMapped(z.number().min(0).max(1)),
  /** Classes in the task, corrections applied; null for images that they leave out. */
  labels: ofMapped(place.nullable()),
  /** Null for images that the model gave no answer to. */
  predicted: ofMapped(place.nullable()),
});

/** How accuracy changes as images are changed more and more. */
export const robustnessCurveSchema = z.object({
  disturbance: disturbanceSchema,
  points: z.array(z.object({ amount: z.number(), right: count, n: count, accuracy: share, interval95: interval })),
});

export type EvaluationId = z.infer<typeof evaluationIdSchema>;
export type Part = z.infer<typeof partSchema>;
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>;
export type EvaluationInfo = z.infer<typeof evaluationInfoSchema>;
export type ClassScores = z.infer<typeof classScoresSchema>;
export type CalibrationBin = z.infer<typeof calibrationBinSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
export type Scores = z.infer<typeof scoresSchema>;
export type ImageFilter = z.infer<typeof imageFilterSchema>;
export type ImageSort = z.infer<typeof imageSortSchema>;
export type EvaluatedImage = z.infer<typeof evaluatedImageSchema>;
export type ImagePage = z.infer<typeof imagePageSchema>;
export type ImageDetails = z.infer<typeof imageDetailsSchema>;
export type ImagePreparation = z.infer<typeof imagePreparationSchema>;
export type Saliency = z.infer<typeof saliencySchema>;
export type Neighbour = z.infer<typeof neighbourSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type Compared = z.infer<typeof comparedSchema>;
export type ImageMap = z.infer<typeof imageMapSchema>;
export type Disturbance = z.infer<typeof disturbanceSchema>;
export type RobustnessCurve = z.infer<typeof robustnessCurveSchema>;
