/** The difference quotient that is chosen. */
export interface NudgeResult {
  readonly epsilon: number;
  /** How far it is from the gradient, as a share of it; null where that cannot be said. */
  readonly off: number | null;
  /** The same of the one that is the nearest of all. */
  readonly least: number | null;
}
