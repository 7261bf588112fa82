import { z } from 'zod';
import { call } from '../define.ts';
import { augmentedSchema, augmentRequestSchema } from '../schemas/augmented.ts';
import { engineStatusSchema } from '../schemas/engine.ts';
import { probeRequestSchema } from '../schemas/run.ts';
import { speedSchema } from '../schemas/speed.ts';
import { none } from './common.ts';

/** TensorFlow: the trainer process, NVIDIA's library, speed. */
export const engineCalls = {
  'engine.status': call(none, engineStatusSchema),
  /** Starts the trainer process if it is not running, or again after a crash. */
  'engine.start': call(none, engineStatusSchema),
  /** Fetches TensorFlow for NVIDIA's cards, in the background; progress comes as `engine.changed`. */
  'engine.installCuda': call(none, z.null()),
  'engine.cancelCuda': call(none, z.null()),
  /** `busy-with-...` while it is used. */
  'engine.removeCuda': call(none, z.null()),
  /** How fast a subject trains, or else the Tutorial, by a probe of some seconds. `busy-with-...` while the engine is taken; `model-invalid`. */
  'engine.probe': call(probeRequestSchema.nullish(), speedSchema),
  /**
   * Images as training changes them, to the pixel. Served while training, between steps. `image-size` if the bytes are no such images,
   * `augmentation-too-large`.
   */
  'engine.augment': call(augmentRequestSchema, augmentedSchema),
} as const;
