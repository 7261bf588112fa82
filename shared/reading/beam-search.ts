import { complete } from './completion.ts';
import { logAdd, type Emissions } from './emissions.ts';
import type { Grammar } from './grammar.ts';
import { linksOf } from './links.ts';

/** A string of signs and how probable it is. */
export interface Reading {
  readonly signs: readonly number[];
  /** log of the probability that the line reads so, over all alignments. */
  readonly log: number;
  /** The same as a share of all strings of the grammar: 0 to 1. */
  readonly share: number;
}

export interface Found {
  /** Best first. */
  readonly readings: readonly Reading[];
  /** log of the probability of all strings of the grammar together: that the line is of this kind at all. */
  readonly total: number;
}

/** A beginning of a string: the one before it and one sign more. Beginnings that are alike are one, so that they need not be compared. */
interface Beginning {
  readonly before: Beginning | null;
  readonly sign: number;
  readonly state: number;
  /** By the next sign. */
  longer: Map<number, Beginning> | null;
  /** The probability of all alignments that have read it by now, by whether the last step was a blank. */
  blank: number;
  ends: number;
  /** The same after the step that is being taken, if that is `step`, and what it is worth then. */
  nextBlank: number;
  nextEnds: number;
  worth: number;
  step: number;
}

const begin = (before: Beginning | null, sign: number, state: number): Beginning => ({
  ...{ before, sign, state, longer: null, blank: -Infinity, ends: -Infinity },
  ...{ nextBlank: -Infinity, nextEnds: -Infinity, worth: -Infinity, step: -1 },
});

/**
 * The most probable strings of the grammar, best first: prefix beam search (Graves 2012; Hannun et al. 2014). Beginnings are ranked by
 * what they are worth with every legal end, so that a search of any width finds a string if the grammar has one that the steps have
 * room for; empty if it has none. The probability told is that of the alignments that were followed, so never more than the string's own.
 */
export function search(emissions: Emissions, grammar: Grammar, { width = 16, most = 5 } = {}): Found {
  const { steps, classes, logs } = emissions;
  const ahead = complete(emissions, grammar);
  if (ahead.total === -Infinity) return { readings: [], total: -Infinity };
  const { outs, sign: signOf, to } = linksOf(grammar, classes);
  let beam: Beginning[] = [{ ...begin(null, -1, grammar.start), blank: 0 }];
  for (let t = 0; t < steps; t++) {
    const row = t * (classes + 1);
    const weigh = (one: Beginning): void => {
      const { sign, state } = one;
      one.worth = one.nextBlank + ahead.afterBlank(t + 1, state);
      if (sign >= 0) one.worth = logAdd(one.worth, one.nextEnds + ahead.afterSign(t + 1, state, sign));
    };
    for (const one of beam) {
      one.step = t;
      one.nextBlank = logAdd(one.blank, one.ends) + logs[row + classes]!;
      one.nextEnds = one.sign < 0 ? -Infinity : one.ends + logs[row + one.sign]!;
      weigh(one);
    }
    // Each string is grown from one other: what is not in the beam already and worth less than all of a full beam is lost anyway.
    const least = beam.length < width ? -Infinity : Math.min(...beam.map(({ worth }) => worth));
    const grown = [...beam];
    for (const one of beam) {
      const either = logAdd(one.blank, one.ends);
      for (let k = outs[one.state]!; k < outs[one.state + 1]!; k++) {
        const c = signOf[k]!;
        const adds = (c === one.sign ? one.blank : either) + logs[row + c]!;
        if (adds === -Infinity) continue;
        let longer = one.longer?.get(c);
        const isHeld = longer?.step === t;
        if (!isHeld && adds + ahead.afterSign(t + 1, to[k]!, c) < least) continue;
        if (longer === undefined) (one.longer ??= new Map()).set(c, (longer = begin(one, c, to[k]!)));
        if (!isHeld) {
          [longer.step, longer.nextBlank, longer.nextEnds] = [t, -Infinity, -Infinity];
          grown.push(longer);
        }
        longer.nextEnds = logAdd(longer.nextEnds, adds);
        weigh(longer);
      }
    }
    beam = grown
      .filter(({ worth }) => worth > -Infinity)
      .sort((a, b) => b.worth - a.worth)
      .slice(0, width);
    for (const one of beam) [one.blank, one.ends] = [one.nextBlank, one.nextEnds];
  }
  const readings = beam.slice(0, most).map((one) => {
    const log = logAdd(one.blank, one.ends);
    return { signs: signsOf(one), log, share: Math.exp(log - ahead.total) };
  });
  return { readings, total: ahead.total };
}

function signsOf(one: Beginning): number[] {
  const signs: number[] = [];
  for (let at = one; at.before !== null; at = at.before) signs.push(at.sign);
  return signs.reverse();
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
