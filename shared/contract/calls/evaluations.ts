import { z } from 'zod';
import { call } from '../define.ts';
import { evaluatedAnswersSchema } from '../schemas/evaluated-answers.ts';
import {
  imageDetailsSchema,
  imageFilterSchema,
  imagePageSchema,
  imagePreparationSchema,
  imageSortSchema,
  MOST_IMAGES,
  neighbourSchema,
  saliencySchema,
} from '../schemas/evaluated-image.ts';
import {
  comparedSchema,
  comparisonSchema,
  evaluationIdSchema,
  evaluationInfoSchema,
  evaluationRequestSchema,
  MOST_COMPARED,
  scoresSchema,
} from '../schemas/evaluation.ts';
import { imageMapSchema } from '../schemas/image-map.ts';
import { disturbanceSchema, robustnessCurveSchema } from '../schemas/robustness.ts';
import { modelRefSchema, predictionSchema } from '../schemas/predict.ts';
import { none } from './common.ts';

const ref = z.object({ id: evaluationIdSchema });
/** The asker's own, for `evaluation.progress`. */
const ticket = z.string().min(8).max(64);
const ofImage = ref.extend({ place: z.number().int().nonnegative() });

/** The evaluation lab: what a model makes of a data set, kept, and looked at from all sides. */
export const evaluationsCalls = {
  'evaluations.list': call(none, z.array(evaluationInfoSchema)),
  /**
   * Reads the images, or finds what was kept of the same model, weights and data: then at once. Progress comes as
   * `evaluation.progress` with the same ticket; cancelled by its signal. Throws `model-other-size`, `model-lacks-classes`,
   * `class-unknown` {name}, `test-images-missing` {name}, `evaluation-no-validation` {model, data}, `evaluation-no-images`, `evaluation-of-lines` {model},
   * `dataset-state-gone` {name}.
   */
  'evaluations.start': call(evaluationRequestSchema.extend({ ticket }), evaluationInfoSchema),
  /** Scores with the data set's corrections, or without. As all of the following: `evaluation-not-found` {id}; `evaluation-stale` {data} when the data set has changed since. */
  'evaluations.get': call(
    ref.extend({ corrected: z.boolean().default(true) }),
    z.object({ info: evaluationInfoSchema, scores: scoresSchema }),
  ),
  /** What the model answered, to be counted anew at another temperature or threshold: of many images those at even distances. */
  'evaluations.answers': call(ref, evaluatedAnswersSchema),
  'evaluations.remove': call(ref, z.null()),
  'evaluations.images': call(
    ref.extend({
      filter: imageFilterSchema.default({}),
      sort: imageSortSchema.default('place'),
      /** Lowest first. */
      reverse: z.boolean().default(false),
      offset: z.number().int().nonnegative().default(0),
      count: z.number().int().min(0).max(MOST_IMAGES),
    }),
    imagePageSchema,
  ),
  /** `image-not-found` {place, count} for a place that was not read; so the next ones. */
  'evaluations.image': call(ofImage, imageDetailsSchema),
  /** What it was before: as it lies in its data set, and the pen's way of a hand's drawing. */
  'evaluations.preparation': call(ofImage, imagePreparationSchema),
  /** What mattered for a class, by its place in the task (the one that was read, if absent): by each method that the model allows. */
  'evaluations.explain': call(
    ofImage.extend({ target: z.number().int().nonnegative().optional() }),
    z.array(saliencySchema),
  ),
  /** The nearest of the data set's training images in the model's feature space, nearest first, the image itself left out; `images` one after the other. */
  'evaluations.neighbours': call(
    ofImage.extend({ count: z.number().int().min(1).max(50), ticket }),
    z.object({ items: z.array(neighbourSchema), images: z.instanceof(Uint8Array) }),
  ),
  /** What the other models of the same image size read in it. */
  'evaluations.others': call(
    ofImage,
    z.array(z.object({ ref: modelRefSchema, name: z.string(), prediction: predictionSchema })),
  ),
  /** Both must have read the same images with the same classes: `evaluations-differ`. */
  'evaluations.compare': call(z.object({ first: evaluationIdSchema, second: evaluationIdSchema }), comparisonSchema),
  /**
   * Several evaluations of the same images, all beside all, labels as they are corrected; `evaluations-differ` where they are not. `items` are in
   * the order that was asked for; each pair once, the first named before the second.
   */
  'evaluations.compareAll': call(
    z.object({ ids: z.array(evaluationIdSchema).min(2).max(MOST_COMPARED) }),
    comparedSchema,
  ),
  /**
   * The images as points of a plane: found at once where it was made before, with the labels that they have now; or made and kept. Null
   * where there is none and `make` is false. Progress and cancel as `evaluations.start`. Throws `worker-crashed`, and what keeps the
   * model from reading.
   */
  'evaluations.map': call(ref.extend({ make: z.boolean(), ticket }), imageMapSchema.nullable()),
  /**
   * Accuracy of the evaluation's model on up to 2,000 of its images, stratified, as they are changed more and more, labels as they are
   * corrected. Kept with the evaluation: what was measured before is not measured again.
   */
  'evaluations.robustness': call(
    ref.extend({ disturbances: z.array(disturbanceSchema).min(1).max(7), ticket }),
    z.array(robustnessCurveSchema),
  ),
  /**
   * Keeps a temperature with the evaluation's model: the one that the evaluation has found, another one (as to undo), or none any
   * more. The model's probabilities follow from then on, its readings stay the same. Gives what the model has now and what it had, and
   * every window gets `model.changed`. Throws `model-fixed` {name} for a model that is no run's, `temperature-none` where none
   * was found.
   */
  'evaluations.keepTemperature': call(
    ref.extend({ temperature: z.union([z.literal('found'), z.number().positive()]).nullable() }),
    z.object({ temperature: z.number().nullable(), before: z.number().nullable() }),
  ),
  /** What was measured of the evaluation's robustness before. `current`: its labels have not been corrected since. */
  'evaluations.keptRobustness': call(ref, z.object({ curves: z.array(robustnessCurveSchema), current: z.boolean() })),
  /**
   * A file's text, for `files.save` or a download: each image's numbers (CSV), all scores (JSON), a report to read (HTML,
   * self-contained), the curves of robustness (CSV); JSON and HTML have these in them where they were measured.
   */
  'evaluations.export': call(
    ref.extend({ format: z.enum(['csv', 'json', 'html', 'robustness']) }),
    z.object({ name: z.string(), text: z.string() }),
  ),
} as const;
