import { z } from 'zod';
import { call } from '../define.ts';
import {
  correctionSchema,
  correctionsSchema,
  imagesHashSchema,
  MOST_CORRECTED,
  splitSchema,
  suspectsSchema,
} from '../schemas/corrections.ts';
import { datasetIdSchema, handStateSchema } from '../schemas/dataset.ts';
import { MOST_IMAGES } from '../schemas/evaluated-image.ts';

const ref = z.object({ dataset: datasetIdSchema });

/** Corrections of labels, kept beside a data set and laid over it, and where to look for what is wrong. */
export const correctionsCalls = {
  /** As all that follow: `corrections-torn` {path} where the file of them is damaged; `corrections.reset` alone goes on. */
  'corrections.get': call(ref, correctionsSchema),
  /**
   * One change, to be undone as one. Throws `image-not-found` {place, count}, `class-unknown` {name}, `images-changed` {name} where
   * another image than the one that was looked at is in its place; nothing is changed then.
   */
  'corrections.apply': call(
    ref.extend({ changes: z.array(correctionSchema).min(1).max(MOST_CORRECTED) }),
    correctionsSchema,
  ),
  'corrections.undo': call(ref, correctionsSchema),
  /** Takes all of them away; can be undone. A damaged file is set aside beside the new one. */
  'corrections.reset': call(ref, correctionsSchema),
  /**
   * Looks for training images with a wrong label, by models of a fold each (confident learning), labels as they are corrected; kept, so
   * that the second time is at once, whatever was corrected since, unless `again` is wished. What was corrected is not listed. Progress
   * comes as `evaluation.progress`. `suspects-too-few` {count, least}; `suspects-too-alike` {count}
   * where too few differ; `dataset-not-found` and `images-changed` {name} for a hand that goes or changes meanwhile; `busy-with-...` while the
   * engine is taken.
   */
  'corrections.suspects': call(
    ref.extend({ again: z.boolean().default(false), ticket: z.string().min(8).max(64) }),
    suspectsSchema,
  ),
  /**
   * Images of a data set by their places: places.length x height x width bytes, and each one's hash. `state`: of a hand, another one than
   * the present; `expected`: the hash of all images of the split that the places count. `image-not-found` {place, count};
   * `dataset-state-gone` {name} where the state is not there any more, or the images are others than was expected.
   */
  'datasets.images': call(
    z.object({
      id: datasetIdSchema,
      split: splitSchema,
      places: z.array(z.number().int().nonnegative()).min(1).max(MOST_IMAGES),
      state: handStateSchema.optional(),
      expected: imagesHashSchema.optional(),
    }),
    z.object({
      height: z.number().int(),
      width: z.number().int(),
      labels: z.array(z.number().int()),
      images: z.instanceof(Uint8Array),
      hashes: z.array(imagesHashSchema),
      /** Hash of all images of the split, as they are now. */
      content: z.string(),
    }),
  ),
} as const;
