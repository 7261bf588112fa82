import { t, useFormat } from '../../../i18n/index.ts';
import type { Cell } from '../cells.ts';
import { near, type TryOut } from '../try-out.ts';
import type { useAttention } from './use-attention.ts';

/** A patch by its row and column, counted from 1. */
export const patchName = ({ row, column }: Cell): string => `(${row + 1}, ${column + 1})`;

/** The chapter's questions. */
export function attentionTryOuts({
  own,
  layer,
  standing,
  shares,
  from,
  to,
  cellOf,
}: ReturnType<typeof useAttention>): TryOut[] {
  const format = useFormat();
  const steps = own.value?.steps ?? standing.value?.info.inputShape[0] ?? 1;
  const features = standing.value?.info.inputShape[1] ?? 1;
  const width = layer.value?.width ?? features;
  const weights = 3 * (features + 1) * width + (width + 1) * features;
  const most = shares.value.reduce((highest, share) => Math.max(highest, share), 0);
  const share = format.value.percent(shares.value[to.value] ?? 0, 2);
  const nameOf = (index: number): string => patchName(cellOf(index));
  const found = {
    from: nameOf(from.value),
    to: nameOf(shares.value.indexOf(most)),
    share: format.value.percent(most, 2),
  };
  return [
    {
      id: 'even',
      question: t('learn.chapters.attention.ask.even', { steps }),
      answering: { by: 'number', isRight: near(100 / steps, 0.06) },
      why: t('learn.chapters.attention.ask.evenWhy', { steps, share: format.value.percent(1 / steps, 2) }),
      hint: t('learn.chapters.attention.ask.evenHint'),
    },
    {
      id: 'most',
      question: t('learn.chapters.attention.ask.most'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.attention.ask.chosen', { share }),
        answer: most > 0 ? t('learn.chapters.attention.said', found) : undefined,
        // Two patches that are looked at almost alike cannot be told apart by eye.
        isRight: () => (shares.value[to.value] ?? 0) >= 0.9 * most && most > 0,
      },
      why: t('learn.chapters.attention.ask.mostWhy', { share }),
      hint: t('learn.chapters.attention.ask.mostHint'),
    },
    {
      id: 'count',
      question: t('learn.chapters.attention.ask.count', { features, width }),
      answering: { by: 'number', isRight: near(weights) },
      why: t('learn.chapters.attention.ask.countWhy', { features, width, right: weights }),
      hint: t('learn.chapters.attention.ask.countHint'),
    },
    {
      id: 'scale',
      question: t('learn.chapters.attention.ask.scale'),
      answering: {
        by: 'choice',
        options: (['even', 'sharp', 'same'] as const).map((value) => ({
          value,
          label: t(`learn.chapters.attention.ask.scales.${value}`),
        })),
        right: 'sharp',
      },
      why: t('learn.chapters.attention.ask.scaleWhy'),
      hint: t('learn.chapters.attention.ask.scaleHint'),
    },
  ];
}
