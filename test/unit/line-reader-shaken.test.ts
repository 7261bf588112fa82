import { describe, expect, it } from 'vitest';
import { shaken } from '../../scripts/line-reader/shaken.ts';
import { stream } from '../../shared/random/random.ts';

const size = { width: 160, height: 32 };
/** An upright stroke in the middle of each twenty columns. */
const strokes = Uint8Array.from({ length: 160 * 32 }, (_, i) => {
  const [x, y] = [i % 160, Math.floor(i / 160)];
  return y >= 6 && y < 26 && x % 20 >= 9 && x % 20 < 12 ? 255 : 0;
});
const sum = (ink: Uint8Array): number => ink.reduce((total, level) => total + level, 0);

/** Columns' middle of ink between two columns. */
function middle(ink: Uint8Array, from: number, to: number): number {
  let [weight, moment] = [0, 0];
  for (let y = 0; y < 32; y++)
    for (let x = from; x < to; x++) [weight, moment] = [weight + ink[y * 160 + x]!, moment + x * ink[y * 160 + x]!];
  return moment / weight;
}

describe('a line that is learnt again', () => {
  it('looks a little otherwise each time, as the stream says', () => {
    const [random, same] = [stream(1, 'shuffle'), stream(1, 'shuffle')];
    const first = shaken(random, strokes, size);
    expect(first).toEqual(shaken(same, strokes, size));
    expect(first).not.toEqual(strokes);
    expect(shaken(random, strokes, size)).not.toEqual(first);
  });

  it('keeps its signs whole and where they stand', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const ink = shaken(stream(seed, 'shuffle'), strokes, size);
      expect(sum(ink) / sum(strokes), `seed ${seed}`).toBeGreaterThan(0.6);
      expect(sum(ink) / sum(strokes), `seed ${seed}`).toBeLessThan(1.4);
      for (let sign = 0; sign < 8; sign++)
        expect(
          Math.abs(middle(ink, 20 * sign, 20 * sign + 20) - (20 * sign + 10)),
          `seed ${seed}, sign ${sign}`,
        ).toBeLessThan(3);
    }
  });
});
