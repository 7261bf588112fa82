import { inject, provide, shallowReactive, type InjectionKey } from 'vue';
import type { TryOut } from '../learn/try-out.ts';

/** Pages that are laid out to be printed. */
export interface Paper {
  /** Figures whose numbers are still on their way. */
  waiting: number;
  /** The questions that were asked, by their chapters, for the answers on the last page. */
  readonly asked: Map<string, readonly TryOut[]>;
  /** More of them wait, or fewer. */
  wait(by: number): void;
}

const KEY: InjectionKey<Paper> = Symbol('paper');

/** Called by what lays chapters out on paper: what is in it shows itself as it is to be printed. */
export function providePaper(): Paper {
  const paper: Paper = shallowReactive({
    waiting: 0,
    asked: shallowReactive(new Map<string, readonly TryOut[]>()),
    wait: (by) => void (paper.waiting += by),
  });
  provide(KEY, paper);
  return paper;
}

/** Null on the screen. */
export const usePaper = (): Paper | null => inject(KEY, null);
