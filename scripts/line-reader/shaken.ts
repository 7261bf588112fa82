import { levelAt } from '../../shared/ink/distort.ts';
import type { Size } from '../../shared/ink/frame.ts';
import type { Random } from '../../shared/random/random.ts';

/** Standard deviations: rows up or down, of a line's height; how much higher or lower; columns for each row; and of the logarithm of the levels' power. */
const [SHIFT, HIGHER, LEAN, POWER] = [0.03, 0.05, 0.06, 0.2];

/** Waves along the line move its columns to either side, in pixels, and its rows. */
const [ACROSS, UP] = [1.5, 0.5];
const [SHORTEST, LONGEST] = [50, 250];

/** A line as if it had been written and taken again a little otherwise, bilinearly: what is learnt more than once is never the same. */
export function shaken(random: Random, ink: Uint8Array, { width, height }: Size): Uint8Array {
  const [shift, high] = [random.normal(0, SHIFT) * height, Math.exp(random.normal(0, HIGHER))];
  const lean = random.normal(0, LEAN);
  const levels = powers(Math.exp(random.normal(0, POWER)), random.uniform(0.85, 1.05));
  const wave = (most: number) => {
    const [by, from] = [random.uniform(0, most), random.uniform(0, 2 * Math.PI)];
    const step = (2 * Math.PI) / random.uniform(SHORTEST, LONGEST);
    return Float64Array.from({ length: width }, (_, x) => by * Math.sin(from + step * x));
  };
  const [across, up] = [wave(ACROSS), wave(UP)];
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y + 0.5 - height / 2) / high + height / 2 - 0.5 - shift;
    const slide = lean * (y - height / 2);
    for (let x = 0; x < width; x++) {
      const level = levelAt(ink, width, height, x + slide + across[x]!, row + up[x]!);
      result[y * width + x] = levels[Math.round(level)]!;
    }
  }
  return result;
}

/** Each level, 0 to 255, to a power and times a factor. */
const powers = (power: number, factor: number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, level) => Math.min(255, Math.round(255 * factor * (level / 255) ** power)));
