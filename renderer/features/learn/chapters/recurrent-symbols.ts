import type { InnerName } from '../../../../shared/contract/schemas/layer-numbers.ts';
import { GATES, type RecurrentType } from '../../../../shared/learn/recurrent.ts';
import { t } from '../../../i18n/index.ts';
import type { FormulaSymbol, Tone } from '../symbols.ts';

/** What a recurrent layer forms at each step. */
export type Quantity = Exclude<InnerName, 'query' | 'key' | 'value' | 'attention'>;

const LETTERS: Readonly<Record<Quantity, string>> = {
  hidden: 'h',
  cell: 'c',
  input: 'i',
  forget: 'f',
  output: 'o',
  candidate: 'c',
  update: 'z',
  reset: 'r',
};
/** A quantity's letter; the candidate has that of what it is put into, with a tilde. */
export const letterOf = (name: Quantity, type: RecurrentType): string =>
  name === 'candidate' && type === 'GRU' ? LETTERS.hidden : LETTERS[name];
/** As it is written in a line. */
export const signOf = (name: Quantity, type: RecurrentType): string =>
  name === 'candidate' ? `${letterOf(name, type)}\u0303` : LETTERS[name];

/** All of a cell's, what it hands on first. */
export const quantitiesOf = (type: RecurrentType): readonly Quantity[] => [
  'hidden',
  ...(type === 'LSTM' ? (['cell'] as const) : []),
  ...GATES[type].filter((name) => name !== 'hidden'),
];

const toneOf = (name: Quantity): Tone => {
  if (name === 'hidden') return 1;
  return name === 'cell' || name === 'candidate' ? 4 : 2;
};

/** Gates share a colour, and so do what is remembered and what may join it. */
export const symbolsOf = (type: RecurrentType): readonly FormulaSymbol[] => [
  { id: 'x', tone: 3, sign: 'x', meaning: t('learn.chapters.recurrent.symbols.x') },
  ...quantitiesOf(type).map((name) => ({
    ...{ id: name, tone: toneOf(name), sign: signOf(name, type) },
    meaning: t(`learn.chapters.recurrent.symbols.${name}`),
  })),
  { id: 'w', tone: 5, sign: 'W, U, b', meaning: t('learn.chapters.recurrent.symbols.w') },
];
