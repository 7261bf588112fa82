/** How a detector's log-odds become a probability: probability = sigmoid(slope * logOdds + intercept). */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** A detector's log-odds as the probability of a sign. */
export const knownFrom = (logOdds: number, { slope, intercept }: Calibration): number =>
  1 / (1 + Math.exp(-(slope * logOdds + intercept)));
