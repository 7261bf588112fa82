/** A number of a sum: a term with what it comes from, or what they come to. */
export interface SumLine {
  readonly key: string | number;
  /** As the formula writes it, and its index. */
  readonly sign: string;
  readonly sub?: string;
  /** What follows it: its factors, or words. */
  readonly text: string;
  readonly value: number;
  /** The symbol that it stands for. */
  readonly symbol?: string;
  readonly pointed?: boolean;
  /** What the lines above come to. */
  readonly total?: boolean;
}
