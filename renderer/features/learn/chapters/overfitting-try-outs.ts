import { t, type Format } from '../../../i18n/index.ts';
import type { TryOut } from '../try-out.ts';
import type { FewImagesRun } from './use-few-images.ts';

interface Standing {
  readonly epoch: number;
  readonly shown: FewImagesRun | null;
  readonly other: FewImagesRun | null;
  readonly going: boolean;
}

/** Whether the smaller of two gaps is at most half of the larger one. */
export const isHalved = (one: number | null | undefined, other: number | null | undefined): boolean =>
  typeof one === 'number' &&
  typeof other === 'number' &&
  Math.max(one, other) > 0 &&
  Math.min(one, other) <= 0.5 * Math.max(one, other);

/** The questions of the chapter on overfitting; two of them are answered by the trainings that the reader has started. */
export function overfittingTryOuts({ epoch, shown, other, going }: Standing, format: Format): TryOut[] {
  const options = (['heart', 'rate', 'short'] as const).map((value) => ({
    value,
    label: t(`learn.chapters.overfitting.ask.${value}`),
  }));
  const gap = (run: FewImagesRun | null): string => (typeof run?.gap === 'number' ? format.number(run.gap, 3) : '–');
  return [
    {
      id: 'memory',
      question: t('learn.chapters.overfitting.ask.memory'),
      answering: { by: 'choice', options, right: 'heart' },
      why: t('learn.chapters.overfitting.ask.memoryWhy'),
      hint: t('learn.chapters.overfitting.ask.memoryHint'),
    },
    {
      id: 'stop',
      question: t('learn.chapters.overfitting.ask.stop'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.schedules.epoch', { n: epoch }),
        answer: going || !shown?.best ? undefined : t('learn.chapters.schedules.epoch', { n: shown.best.epoch }),
        isRight: () => !going && shown?.best?.epoch === epoch,
      },
      why: t('learn.chapters.overfitting.ask.stopWhy'),
      hint: t('learn.chapters.overfitting.ask.stopHint'),
    },
    {
      id: 'half',
      question: t('learn.chapters.overfitting.ask.half'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.overfitting.gaps', { own: gap(shown), other: gap(other) }),
        isRight: () => !going && isHalved(shown?.gap, other?.gap),
      },
      why: t('learn.chapters.overfitting.ask.halfWhy'),
      hint: t('learn.chapters.overfitting.ask.halfHint'),
    },
  ];
}
