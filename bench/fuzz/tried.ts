import { megabytes, seconds } from '../lib/format.ts';
import { isWithin } from './limits.ts';
import type { Outcome } from './try-input.ts';

export interface Failure {
  readonly number: number;
  readonly why: string;
}

/** What came of the inputs of one target. */
export interface Tried {
  readonly name: string;
  readonly inputs: number;
  /** Inputs of which a value came; all others were refused, or are failures. */
  readonly read: number;
  readonly failures: readonly Failure[];
  /** Seconds. */
  readonly slowest: number;
  /** Bytes; 0 where the system does not tell. */
  readonly largest: number;
}

/** Collects outcomes; see `failureOf`. */
export function tally(name: string, limits = true) {
  let [inputs, read, slowest, largest] = [0, 0, 0, 0];
  const failures: Failure[] = [];
  return {
    /** Of an input that was answered. */
    add(number: number, outcome: Outcome): void {
      inputs++;
      slowest = Math.max(slowest, outcome.seconds);
      largest = Math.max(largest, outcome.grown ?? 0);
      const why = failureOf(outcome, limits);
      if (why !== null) failures.push({ number, why });
      else if (outcome.code === null) read++;
    },
    /** Of one that never was. */
    fail(number: number, why: string): void {
      inputs++;
      failures.push({ number, why });
    },
    tried: (): Tried => ({ name, inputs, read, failures, slowest, largest }),
  };
}

/** Why an outcome is a failure, in technical words; null if it is none. Without `limits` time and memory are not judged. */
export function failureOf(outcome: Outcome, limits = true): string | null {
  if (outcome.fault !== null || !limits) return outcome.fault;
  return isWithin(outcome) ? null : `took ${seconds(outcome.seconds)} and ${megabytes(outcome.grown ?? 0)}`;
}
