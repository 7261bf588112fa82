import { call } from '../define.ts';
import {
  gradientsQuestionSchema,
  lossSliceQuestionSchema,
  nudgeQuestionSchema,
  stepQuestionSchema,
} from '../gradient-questions.ts';
import { layerGradientsSchema, nudgesSchema } from '../schemas/layer-gradients.ts';
import { lossSliceSchema, optimizerStepSchema } from '../schemas/optimizer-step.ts';
import { modelRefSchema } from '../schemas/predict.ts';

const ofModel = { model: modelRefSchema };

/**
 * What follows a model's forward pass on one image and its right class: the loss, its gradients, an optimizer's steps. Nothing of it
 * changes the model. The loss is as `layerGradientsSchema` says. All throw `image-size`, `class-unknown` {name}, `model-not-found`,
 * `model-torn`, `model-reads-lines` {name}, `model-not-finite`, and `cancelled` when their signal aborts.
 */
export const gradientsCalls = {
  /** Throws `layer-absent` {path}, `layer-too-large` {name, most} as `models.layer` does. */
  'models.gradients': call(gradientsQuestionSchema.extend(ofModel), layerGradientsSchema),
  /** The loss with one weight moved a little down and up. Throws `weight-absent` {path, index}. */
  'models.nudge': call(nudgeQuestionSchema.extend(ofModel), nudgesSchema),
  /** Throws `layer-absent` {path}, `layer-too-large` {name, most}. A layer that training does not change has no weights here. */
  'models.step': call(stepQuestionSchema.extend(ofModel), optimizerStepSchema),
  /** Takes some seconds, told of by `evaluation.progress` with the asker's ticket. */
  'models.lossSlice': call(lossSliceQuestionSchema.extend(ofModel), lossSliceSchema),
} as const;
