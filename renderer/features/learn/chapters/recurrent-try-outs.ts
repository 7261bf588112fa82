import { GATES } from '../../../../shared/learn/recurrent.ts';
import { t, useFormat } from '../../../i18n/index.ts';
import { strongestOf } from '../cells.ts';
import { near, type TryOut } from '../try-out.ts';
import type { useRecurrent } from './use-recurrent.ts';

/** The gate that keeps what was there. */
const KEEPS = { SimpleRNN: null, LSTM: 'forget', GRU: 'update' } as const;

/** The chapter's questions, as far as the layer has what they ask for: a SimpleRNN has no gates, and not every layer an answer at each row. */
export function recurrentTryOuts(recurrent: ReturnType<typeof useRecurrent>): TryOut[] {
  return [count(recurrent), ...kept(recurrent), ...settled(recurrent)];
}

function count({ type, layer, units, features, standing }: ReturnType<typeof useRecurrent>): TryOut {
  const [gates, biases] = [GATES[type.value].length, type.value === 'GRU' ? 2 : 1];
  const right = (standing.value?.info.trainable ?? 0) + (standing.value?.info.nonTrainable ?? 0);
  const size = { features: features.value, units: units.value };
  const ways = layer.value?.bidirectional ? '2 × ' : '';
  return {
    id: 'count',
    question: t('learn.chapters.recurrent.ask.count', size),
    answering: { by: 'number', isRight: near(right) },
    why: t('learn.chapters.recurrent.ask.countWhy', { ...size, ways, gates, biases, right }),
    hint: t('learn.chapters.recurrent.ask.countHint', { gates }),
  };
}

function kept({ type, valuesOf, now, step, steps, unit, units }: ReturnType<typeof useRecurrent>): TryOut[] {
  const gate = KEEPS[type.value];
  if (gate === null) return [];
  const format = useFormat();
  const values = valuesOf(gate);
  const place = strongestOf(values, { rows: steps.value, columns: units.value });
  const most = values[place.row * units.value + place.column] ?? 0;
  const value = format.value.number(now(gate), 2);
  const told = (row: number, column: number, share: string): string =>
    t('learn.chapters.recurrent.ask.chosen', { row: row + 1, unit: column + 1, value: share });
  return [
    {
      id: 'keep',
      question: t(`learn.chapters.recurrent.ask.keep.${gate}`),
      answering: {
        by: 'choice',
        options: (['old', 'new', 'none'] as const).map((answer) => ({
          value: answer,
          label: t(`learn.chapters.recurrent.ask.answers.${answer}`),
        })),
        right: 'old',
      },
      why: t(`learn.chapters.recurrent.ask.keepWhy.${gate}`),
      hint: t('learn.chapters.recurrent.ask.keepHint'),
    },
    {
      id: 'most',
      question: t(`learn.chapters.recurrent.ask.most.${gate}`),
      answering: {
        by: 'figure',
        chosen: told(step.value, unit.value, value),
        answer: told(place.row, place.column, format.value.number(most, 2)),
        // Nearly all; of a model that nowhere keeps as much, nearly as much as anywhere.
        isRight: () => now(gate) >= Math.min(0.9, 0.95 * most),
      },
      why: t('learn.chapters.recurrent.ask.mostWhy', { value }),
      hint: t(`learn.chapters.recurrent.ask.mostHint.${gate}`),
    },
  ];
}

function settled({ answers, step }: ReturnType<typeof useRecurrent>): TryOut[] {
  const first = answers.value?.settled;
  if (first === undefined) return [];
  return [
    {
      id: 'settled',
      question: t('learn.chapters.recurrent.ask.settled'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.recurrent.row', { row: step.value + 1 }),
        answer: t('learn.chapters.recurrent.row', { row: first + 1 }),
        isRight: () => step.value === first,
      },
      why: t('learn.chapters.recurrent.ask.settledWhy'),
      hint: t('learn.chapters.recurrent.ask.settledHint'),
    },
  ];
}
