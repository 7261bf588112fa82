import type { KindSureness } from '../contract/schemas/sureness.ts';
import type { Evidence } from './decode-line.ts';

/** Without a calibration a reading is called sure from here on: more than any calibrated model has needed. */
export const UNCALIBRATED = 0.99;

/** Log-odds beyond this, either way, say no more than the bound does. */
const MOST_ODDS = 16;

const bounded = (odds: number): number => Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds));

/** Evidence as two log-odds: that the text is right if the line is of its kind, and that it is of its kind. */
export const oddsOf = ({ share, within }: Evidence): [share: number, within: number] => [
  bounded(Math.log(share) - Math.log1p(-share)),
  // log(p / (1 - p)) from log p, near 0 and near 1 alike.
  bounded(within - Math.log(-Math.expm1(within))),
];

export const logistic = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * The probability that a reading is right. The share alone knows nothing of lines that are no such thing (a code of six signs where
 * five are due has a best reading of five, too); the probability that the line is of its kind, as the model has it, alone is too low, since
 * whoever asks for an amount knows that one stands there. How much each counts is learnt (see calibrate.ts); before that,
 * they are multiplied, which is never too sure.
 */
export function confidenceOf(evidence: Evidence, sureness: KindSureness | null): number {
  if (sureness === null) return evidence.share * Math.exp(evidence.within);
  const [share, within] = oddsOf(evidence);
  return logistic(sureness.bias + sureness.share * share + sureness.within * within);
}

export const isSure = (confidence: number, sureness: KindSureness | null): boolean => {
  const threshold = sureness === null ? UNCALIBRATED : sureness.threshold;
  return threshold !== null && confidence >= threshold;
};
