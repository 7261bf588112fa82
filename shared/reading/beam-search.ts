import { complete } from './completion.ts';
import { logAdd, type Emissions } from './emissions.ts';
import type { Grammar } from './grammar.ts';

/** A string of signs and how probable it is. */
export interface Reading {
  readonly signs: readonly number[];
  /** log of the probability that the line reads so, over all alignments. */
  readonly log: number;
  /** The same as a share of all strings of the grammar: 0 to 1. */
  readonly share: number;
}

/** A beginning of a string, with the probability of all alignments that have read it by now. */
interface Beginning {
  readonly signs: readonly number[];
  readonly state: number;
  /** By whether the last step was a blank. */
  blank: number;
  sign: number;
}

/**
 * The most probable strings of the grammar, best first: prefix beam search (Graves 2012; Hannun et al. 2014). Beginnings are ranked by
 * what they are worth with every legal end, so that a search of any width finds a string if the grammar has one that the steps have
 * room for; empty if it has none. The probability told is that of the alignments that were followed, so never more than the string's own.
 */
export function search(emissions: Emissions, grammar: Grammar, { width = 16, most = 5 } = {}): Reading[] {
  const { steps, classes, logs } = emissions;
  const ahead = complete(emissions, grammar);
  if (ahead.total === -Infinity) return [];
  let beam: Beginning[] = [{ signs: [], state: grammar.start, blank: 0, sign: -Infinity }];
  for (let t = 0; t < steps; t++) {
    const row = t * (classes + 1);
    const grown = new Map<string, Beginning>();
    const at = (signs: readonly number[], state: number): Beginning => {
      const key = signs.join();
      const known = grown.get(key);
      if (known !== undefined) return known;
      const fresh = { signs, state, blank: -Infinity, sign: -Infinity };
      grown.set(key, fresh);
      return fresh;
    };
    for (const { signs, state, blank, sign } of beam) {
      const last = signs.at(-1);
      const stays = at(signs, state);
      stays.blank = logAdd(stays.blank, logAdd(blank, sign) + logs[row + classes]!);
      if (last !== undefined) stays.sign = logAdd(stays.sign, sign + logs[row + last]!);
      for (let c = 0; c < classes; c++) {
        const to = grammar.next(state, c);
        const before = c === last ? blank : logAdd(blank, sign);
        if (to < 0 || before === -Infinity || logs[row + c] === -Infinity) continue;
        const longer = at([...signs, c], to);
        longer.sign = logAdd(longer.sign, before + logs[row + c]!);
      }
    }
    beam = best([...grown.values()], width, ({ signs, state, blank, sign }) => {
      const last = signs.at(-1);
      const worth = blank + ahead.afterBlank(t + 1, state);
      return last === undefined ? worth : logAdd(worth, sign + ahead.afterSign(t + 1, state, last));
    });
  }
  return beam.slice(0, most).map(({ signs, blank, sign }) => {
    const log = logAdd(blank, sign);
    return { signs, log, share: Math.exp(log - ahead.total) };
  });
}

/** Those that are worth most, in order; none that is worth nothing. */
function best<T>(all: readonly T[], most: number, worth: (one: T) => number): T[] {
  return all
    .map((one) => ({ one, value: worth(one) }))
    .filter(({ value }) => value > -Infinity)
    .sort((a, b) => b.value - a.value)
    .slice(0, most)
    .map(({ one }) => one);
}

/** The most probable sign of each step, repeats and blanks taken out: the best alignment's string, which need not be the best string. */
export function greedy({ steps, classes, logs }: Emissions): number[] {
  const signs: number[] = [];
  let before = classes;
  for (let t = 0; t < steps; t++) {
    const row = logs.subarray(t * (classes + 1), (t + 1) * (classes + 1));
    const now = row.indexOf(Math.max(...row));
    if (now !== classes && now !== before) signs.push(now);
    before = now;
  }
  return signs;
}
