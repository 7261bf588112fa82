import type { ModelSpec } from '../../../../shared/contract/schemas/model.ts';
import { fineTuneModel } from '../../../../shared/model/fine-tune-model.ts';
import { describeModel } from '../../../../shared/model/shapes.ts';
import { t, type Format } from '../../../i18n/index.ts';
import { near, type TryOut } from '../try-out.ts';
import type { TunedLayer } from './use-fine-tuning.ts';

interface Standing {
  readonly spec: ModelSpec | null;
  readonly layers: readonly TunedLayer[];
  readonly chosen: string;
}

/** The questions of the chapter on fine-tuning, about the model that is looked at. */
export function fineTuningTryOuts({ spec, layers, chosen }: Standing, format: Format): TryOut[] {
  const head =
    spec === null ? NaN : describeModel(fineTuneModel(spec, { freeze: 'features', classes: null })).trainable;
  const largest = Math.max(...layers.map(({ count }) => count));
  const options = (['first', 'last', 'all'] as const).map((value) => ({
    value,
    label: t(`learn.chapters.fine-tuning.ask.${value}`),
  }));
  return [
    {
      id: 'count',
      question: t('learn.chapters.fine-tuning.ask.count'),
      answering: { by: 'number', isRight: near(head) },
      why: t('learn.chapters.fine-tuning.ask.countWhy', { count: format.number(head) }),
      hint: t('learn.chapters.fine-tuning.ask.countHint'),
    },
    {
      id: 'early',
      question: t('learn.chapters.fine-tuning.ask.early'),
      answering: { by: 'choice', options, right: 'first' },
      why: t('learn.chapters.fine-tuning.ask.earlyWhy'),
      hint: t('learn.chapters.fine-tuning.ask.earlyHint'),
    },
    {
      id: 'largest',
      question: t('learn.chapters.fine-tuning.ask.largest'),
      answering: {
        by: 'figure',
        chosen,
        answer: layers.find(({ count }) => count === largest)?.name,
        isRight: () => layers.find(({ name }) => name === chosen)?.count === largest,
      },
      why: t('learn.chapters.fine-tuning.ask.largestWhy', { count: format.number(largest) }),
      hint: t('learn.chapters.fine-tuning.ask.largestHint'),
    },
  ];
}
