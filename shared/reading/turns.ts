import type { LineReading } from '../contract/schemas/reading.ts';
import type { Quarters } from '../page/quarters.ts';

/** What is judged of a page that was read. */
type Line = Pick<LineReading, 'confidence' | 'symbols'>;

/** Read well is what has this confidence, each line counting by its signs; badly, what has less than the other. */
const [WELL, BADLY] = [0.7, 0.3];

/** In writing that lies on its side each sign is taken for a line, and a rule beside it for a 1: with fewer signs to a line it may lie so. */
const FEW_SIGNS = 2;

/** Longer lines than these stand upright, or upside down, unless they read badly. */
const LONG_LINE = 3;

/** A page is turned for evidence of so much, so much more than there is for how it came. */
const [LEAST, LEAD] = [8, 6];

/** Log-odds that one line can bring for each of its signs. */
const MOST = 6;

/** Signs that were read, without empty boxes. */
const signsOf = ({ symbols }: Line): number => symbols.filter(({ empty }) => !empty).length;
const sum = (lines: readonly Line[], of: (line: Line) => number): number =>
  lines.reduce((all, line) => all + of(line), 0);

/**
 * By how many quarters a page might be turned that was read as it came, likeliest first; none where it reads well, or has nothing on it. `single`: one line
 * alone was looked for, which says nothing of how others lie.
 */
export function turnsToTry(lines: readonly Line[], single: boolean): Quarters[] {
  if (lines.length === 0) return [];
  const signs = sum(lines, signsOf);
  const confidence = sum(lines, (line) => line.confidence * signsOf(line)) / Math.max(1, signs);
  const isScattered = signs < FEW_SIGNS * lines.length;
  if (confidence >= WELL && !isScattered) return [];
  const isLong = signs >= LONG_LINE * lines.length && confidence >= BADLY;
  return isLong && !single ? [2] : [1, 3, 2];
}

/** What speaks for a page lying as it was read: the log-odds of its lines being right, each counting by its signs. */
export const evidenceOf = (lines: readonly Line[]): number =>
  sum(lines, (line) => {
    const odds = Math.log(line.confidence / (1 - line.confidence));
    return signsOf(line) * Math.max(-MOST, Math.min(MOST, odds));
  });

/** Whether a page was read so much better after a turn that it is shown so. */
export const isBetter = (turned: readonly Line[], asItCame: readonly Line[]): boolean => {
  const evidence = evidenceOf(turned);
  return evidence >= LEAST && evidence >= evidenceOf(asItCame) + LEAD;
};
