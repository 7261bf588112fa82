import type { Handlers } from '../../../shared/contract/define.ts';
import type { trainerGradientCalls } from '../../../shared/contract/trainer-gradients.ts';
import { abortable } from '../../../shared/rpc/cancel.ts';
import { seldom, type LabEnvironment } from '../evaluate/lab-handlers.ts';
import { layerGradients } from './layer-gradients.ts';
import { lossSlice } from './loss-slice.ts';
import { withLossSubject } from './loss-subject.ts';
import { nudges } from './nudges.ts';
import { optimizerStep } from './optimizer-step.ts';

/** What follows a forward pass: gradients, and what optimizers make of them. */
export function gradientHandlers({
  loaded,
  tell,
}: Pick<LabEnvironment, 'loaded' | 'tell'>): Handlers<typeof trainerGradientCalls> {
  return {
    'model.gradients': async ({ path, ...question }, { signal }) => {
      await abortable(loaded, signal);
      return withLossSubject(question, signal, (subject) => layerGradients(subject, path));
    },
    'model.nudge': async ({ weight, ...question }, { signal }) => {
      await abortable(loaded, signal);
      return withLossSubject(question, signal, (subject) => nudges(subject, weight, signal));
    },
    'model.step': async (question, { signal }) => {
      await abortable(loaded, signal);
      return withLossSubject(question, signal, (subject) => optimizerStep(subject, question, signal));
    },
    'model.lossSlice': async (question, { signal }) => {
      await abortable(loaded, signal);
      const told = seldom(question.ticket, tell);
      return withLossSubject(question, signal, (subject) => lossSlice(subject, question, signal, told));
    },
  };
}
