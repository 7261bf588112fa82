import { computed, inject, provide, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue';

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
  /** The symbol that is pointed at: by the pointer in the formula, legend or figure, or else by the focus in the legend. */
  readonly lit: ComputedRef<string | null>;
  readonly pointed: Ref<string | null>;
  readonly focused: Ref<string | null>;
  readonly symbols: () => readonly FormulaSymbol[];
}

const KEY: InjectionKey<Symbols> = Symbol('symbols of a formula');

/** Called by a chapter, for its formula, legend and figure. */
export function provideSymbols(symbols: () => readonly FormulaSymbol[]): Symbols {
  const [pointed, focused] = [ref<string | null>(null), ref<string | null>(null)];
  // Kept apart: a pointer that only lies there leaves a part when the page moves under it, and what has the focus is still meant.
  const shared: Symbols = { lit: computed(() => pointed.value ?? focused.value), pointed, focused, symbols };
  provide(KEY, shared);
  return shared;
}

/** Sets --tone, in styles/base.css. */
export const toneClass = (tone: Tone): string => `tone-${tone}`;

/** One symbol, for what shows it: whether it is pointed at, its colour, and what tells that it is. */
export function useSymbol(id: () => string) {
  const { lit, pointed, symbols } = inject(KEY)!;
  const leave = (): void => {
    if (pointed.value === id()) pointed.value = null;
  };
  return {
    isLit: (): boolean => lit.value === id(),
    tone: (): string => toneClass(symbols().find((symbol) => symbol.id === id())?.tone ?? 1),
    point: (): void => void (pointed.value = id()),
    leave,
  };
}

export const useSymbols = (): Symbols => inject(KEY)!;
