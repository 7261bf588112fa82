import { ctcTables } from './ctc.ts';
import { logAdd, type Emissions } from './emissions.ts';

/**
 * For each sign of a string, how probable the line is with each class in its place and all others as they are: classes logarithms a sign.
 * In the place of the sign itself stands the string's own probability.
 */
export function candidatesOf(emissions: Emissions, signs: readonly number[]): Float64Array[] {
  const { steps, classes, logs } = emissions;
  const { states, forward, backward } = ctcTables(emissions, signs);
  const [n, width] = [states.length, classes + 1];
  const into = (table: Float64Array, t: number, i: number): number =>
    t < 0 || t >= steps || i < 0 || i >= n ? -Infinity : table[t * n + i]!;
  /** Behind a place, for each step, with the sign after it at once or only behind a blank; likewise in front. */
  const edge = (t: number, isEdge: boolean, of: (blank: boolean) => number): [number, number] =>
    t < 0 || t >= steps ? (isEdge ? [0, 0] : [-Infinity, -Infinity]) : [logAdd(of(true), of(false)), of(true)];
  return signs.map((_sign, place) => {
    const state = 2 * place + 1;
    const [before, after] = [signs[place - 1], signs[place + 1]];
    const begins = Array.from({ length: steps }, (_, t) =>
      edge(t - 1, place === 0, (blank) => into(forward, t - 1, blank ? state - 1 : state - 2)),
    );
    const ends = Array.from({ length: steps }, (_, t) =>
      edge(t + 1, place === signs.length - 1, (blank) => into(backward, t + 1, blank ? state + 1 : state + 2)),
    );
    return Float64Array.from({ length: classes }, (_, c) => {
      const [from, on] = [c === before ? 1 : 0, c === after ? 1 : 0];
      let [reading, total] = [-Infinity, -Infinity];
      for (let t = 0; t < steps; t++) {
        reading = logAdd(reading, begins[t]![from]!) + logs[t * width + c]!;
        total = logAdd(total, reading + ends[t]![on]!);
      }
      return total;
    });
  });
}
