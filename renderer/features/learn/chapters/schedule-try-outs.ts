import { t, type Format } from '../../../i18n/index.ts';
import { near, type TryOut } from '../try-out.ts';

interface Course {
  readonly curve: { readonly steps: readonly number[]; readonly rates: readonly number[] };
  readonly eta: number;
}

/** Carefully begun, quick in the middle, gone at the end: what the third question asks for, by the curve that stands. */
export function risesAndFalls({ curve: { rates } }: Course): boolean {
  const top = Math.max(...rates);
  return rates[0]! <= 0.2 * top && rates.at(-1)! <= 0.01 * top && rates.indexOf(top) > 0;
}

/** The questions of the chapter on schedules; the last one is answered by the curve that stands. */
export function scheduleTryOuts(course: Course, format: Format): TryOut[] {
  const { rates } = course.curve;
  return [
    {
      id: 'half',
      question: t('learn.chapters.schedules.ask.half'),
      answering: { by: 'number', isRight: near(50, 1) },
      why: t('learn.chapters.schedules.ask.halfWhy'),
      hint: t('learn.chapters.schedules.ask.halfHint'),
    },
    {
      id: 'stairs',
      question: t('learn.chapters.schedules.ask.stairs'),
      answering: { by: 'number', isRight: near(12.5, 0.5) },
      why: t('learn.chapters.schedules.ask.stairsWhy'),
      hint: t('learn.chapters.schedules.ask.stairsHint'),
    },
    {
      id: 'cycle',
      question: t('learn.chapters.schedules.ask.cycle'),
      answering: {
        by: 'figure',
        chosen: t('learn.chapters.schedules.chosen', {
          first: format.rate(rates[0] ?? NaN),
          top: format.rate(Math.max(...rates)),
          last: format.rate(rates.at(-1) ?? NaN),
        }),
        isRight: () => risesAndFalls(course),
      },
      why: t('learn.chapters.schedules.ask.cycleWhy'),
      hint: t('learn.chapters.schedules.ask.cycleHint'),
    },
  ];
}
