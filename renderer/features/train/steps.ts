import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { t, useFormat } from '../../i18n/index.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { modelName } from './model-name.ts';
import { presetName } from './preset-name.ts';
import { useReview } from './review.ts';

/** The steps that are pages of their own, in order; the run itself follows. */
export const STEPS = ['data', 'model', 'recipe', 'review'] as const;
export type Step = (typeof STEPS)[number];

export interface StepState {
  readonly step: Step;
  /** `attention`: it can be started, and there is something to look at. */
  readonly state: 'complete' | 'attention' | 'faulty';
  /** What is chosen there, or what is wrong, in a line. */
  readonly summary: string;
}

/** How far each step is, for the rail. `current` is the step on screen: what is wrong in a field is wrong there. */
export function useSteps(current: () => Step): ComputedRef<readonly StepState[]> {
  const draft = useTrainDraft();
  const format = useFormat();
  const review = useReview();

  const data = (): StepState => {
    const names = datasetNames(draft.chosen);
    const faulty = draft.infos.length === 0 || draft.missing !== null || draft.dataError !== null;
    const { plan } = draft;
    const key = draft.lines ? 'wizard.summaries.lines' : 'wizard.summaries.data';
    const counted = plan && t(key, { data: names, n: plan.trainCount, v: plan.validationCount });
    return { step: 'data', state: faulty ? 'faulty' : 'complete', summary: counted ?? names };
  };
  const model = (): StepState => {
    const name = draft.tuning ? modelName(draft.tuning.model) : presetName(draft.presetId, draft.model.name);
    const { info } = draft;
    const parameters = info && t('model.parametersShort', { parameters: info.parameters });
    return {
      step: 'model',
      state: draft.fault === null && info !== null ? 'complete' : 'faulty',
      summary: parameters === null ? name : t('wizard.summaries.model', { model: name, parameters }),
    };
  };
  const recipe = (): StepState => {
    const { optimizer, epochs } = draft.recipe;
    return {
      step: 'recipe',
      state: Object.values(draft.unvalidated).includes(true) ? 'faulty' : 'complete',
      summary: t('wizard.summaries.recipe', {
        optimizer: t(`recipe.optimizers.${optimizer.name}`),
        rate: format.value.rate(optimizer.learningRate),
        epochs: t('common.epochs', { n: epochs }),
      }),
    };
  };
  const last = (): StepState => {
    const warnings = review.warnings.value;
    if (warnings === null) {
      return { step: 'review', state: 'attention', summary: t('wizard.summaries.waiting') };
    }
    const n = warnings.filter(({ severity }) => severity !== 'note').length;
    const summary = n === 0 ? t('wizard.summaries.clear') : t('wizard.summaries.warnings', { n });
    const faulty = warnings.some(({ severity }) => severity === 'fault');
    return { step: 'review', state: faulty ? 'faulty' : n > 0 ? 'attention' : 'complete', summary };
  };

  return computed(() =>
    [data(), model(), recipe(), last()].map((state): StepState => {
      const { problem } = draft;
      if (problem === null || state.step !== current()) return state;
      return {
        ...state,
        state: 'faulty',
        summary: t('train.mend', { field: problem.label, problem: problem.message }),
      };
    }),
  );
}
