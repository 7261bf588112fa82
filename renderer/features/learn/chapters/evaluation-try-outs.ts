import { wilsonInterval } from '../../../../shared/evaluation/wilson.ts';
import { t, type Format } from '../../../i18n/index.ts';
import { near, type TryOut } from '../try-out.ts';

interface Standing {
  readonly temperature: number;
  /** How sure the model is of the reader's own image at that temperature; null while nothing is read. */
  readonly confidence: number | null;
}

/** The questions of the chapter on evaluation; the last one is answered by the reader's own image. */
export function evaluationTryOuts({ temperature, confidence }: Standing, format: Format): TryOut[] {
  const options = (['few', 'many', 'equal'] as const).map((value) => ({
    value,
    label: t(`learn.chapters.evaluation.ask.${value}`),
  }));
  const range = (right: number, n: number): string => format.perCentRange(wilsonInterval(right, n));
  return [
    {
      id: 'interval',
      question: t('learn.chapters.evaluation.ask.interval'),
      answering: { by: 'choice', options, right: 'many' },
      why: t('learn.chapters.evaluation.ask.intervalWhy', { few: range(98, 100), many: range(9800, 10_000) }),
      hint: t('learn.chapters.evaluation.ask.intervalHint'),
    },
    {
      id: 'precision',
      question: t('learn.chapters.evaluation.ask.precision'),
      answering: { by: 'number', isRight: near(75, 0.5) },
      why: t('learn.chapters.evaluation.ask.precisionWhy'),
      hint: t('learn.chapters.evaluation.ask.precisionHint'),
    },
    {
      id: 'temperature',
      question: t('learn.chapters.evaluation.ask.temperature'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.evaluation.chosen', {
          temperature: format.plain(temperature, 3),
          confidence: confidence === null ? '–' : format.percent(confidence, 1),
        }),
        isRight: () => confidence !== null && confidence < 0.6,
      },
      why: t('learn.chapters.evaluation.ask.temperatureWhy'),
      hint: t('learn.chapters.evaluation.ask.temperatureHint'),
    },
  ];
}
