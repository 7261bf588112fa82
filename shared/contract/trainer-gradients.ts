import { z } from 'zod';
import { call } from './define.ts';
import {
  gradientsQuestionSchema,
  lossSliceQuestionSchema,
  nudgeQuestionSchema,
  stepQuestionSchema,
} from './gradient-questions.ts';
import { layerGradientsSchema, nudgesSchema } from './schemas/layer-gradients.ts';
import { lossSliceSchema, optimizerStepSchema } from './schemas/optimizer-step.ts';

const inFolder = { folder: z.string() };

/** What the trainer computes for the Learn room, as the host's calls of these names say. Served between the steps of a run. */
export const trainerGradientCalls = {
  'model.gradients': call(gradientsQuestionSchema.extend(inFolder), layerGradientsSchema),
  'model.nudge': call(nudgeQuestionSchema.extend(inFolder), nudgesSchema),
  'model.step': call(stepQuestionSchema.extend(inFolder), optimizerStepSchema),
  'model.lossSlice': call(lossSliceQuestionSchema.extend(inFolder), lossSliceSchema),
} as const;
