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
  return signs.map((_sign, place) => {
    const state = 2 * place + 1;
    const [before, after] = [signs[place - 1], signs[place + 1]];
    return Float64Array.from({ length: classes }, (_, c) => {
      let [reading, total] = [-Infinity, -Infinity];
      for (let t = 0; t < steps; t++) {
        const begins =
          t === 0
            ? place === 0
              ? 0
              : -Infinity
            : logAdd(into(forward, t - 1, state - 1), c === before ? -Infinity : into(forward, t - 1, state - 2));
        reading = logAdd(reading, begins) + logs[t * width + c]!;
        const ends =
          t === steps - 1
            ? place === signs.length - 1
              ? 0
              : -Infinity
            : logAdd(into(backward, t + 1, state + 1), c === after ? -Infinity : into(backward, t + 1, state + 2));
        total = logAdd(total, reading + ends);
      }
      return total;
    });
  });
}
