import { inject, provide, ref, type InjectionKey, type Ref } from 'vue';

/** The colours that symbols have, in formula, legend and figure alike: of the palette for series. */
export type Tone = 1 | 2 | 3 | 4 | 5;

/** A symbol of a chapter's formula. */
export interface FormulaSymbol {
  readonly id: string;
  readonly tone: Tone;
  /** As it is written in the formula. */
  readonly sign: string;
  /** What it stands for, in words. */
  readonly meaning: string;
}

export interface Symbols {
  /** The symbol that is pointed at, in the formula or in the figure. */
  readonly lit: Ref<string | null>;
  readonly symbols: () => readonly FormulaSymbol[];
}

const KEY: InjectionKey<Symbols> = Symbol('symbols of a formula');

/** Called by a chapter, for its formula, legend and figure. */
export function provideSymbols(symbols: () => readonly FormulaSymbol[]): Symbols {
  const shared: Symbols = { lit: ref(null), symbols };
  provide(KEY, shared);
  return shared;
}

/** Sets --tone, in styles/base.css. */
export const toneClass = (tone: Tone): string => `tone-${tone}`;

/** One symbol, for what shows it: whether it is pointed at, its colour, and what tells that it is. */
export function useSymbol(id: () => string) {
  const { lit, symbols } = inject(KEY)!;
  const leave = (): void => {
    if (lit.value === id()) lit.value = null;
  };
  return {
    isLit: (): boolean => lit.value === id(),
    tone: (): string => toneClass(symbols().find((symbol) => symbol.id === id())?.tone ?? 1),
    point: (): void => void (lit.value = id()),
    leave,
  };
}

export const useSymbols = (): Symbols => inject(KEY)!;
