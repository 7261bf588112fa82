import { BOX, type Drawing } from '../../ink/types.ts';
import { rasterize } from '../../ink/rasterize.ts';
import { extentOf } from '../../ink/fit.ts';
import type { Random } from '../../random/random.ts';
import { write } from './hand.ts';
import { STYLES } from './styles/index.ts';
import type { Style } from './style.ts';

export interface SyntheticDigit {
  /** About one unit high. */
  readonly drawing: Drawing;
  /** 0 to 9. */
  readonly label: number;
  /** The name of its style, one of STYLES[label]. */
  readonly style: string;
}

/** A digit as somebody might write it: any digit, in any style by weight, unless given. Throws RangeError for an unknown style. */
export function syntheticDigit(random: Random, digit?: number, style?: string): SyntheticDigit {
  const label = digit ?? random.integer(10);
  const styles = STYLES[label] ?? [];
  const chosen = style === undefined ? pick(styles, random) : styles.find(({ name }) => name === style);
  if (chosen === undefined) throw new RangeError(`no style ${style} of digit ${label}`);
  return { drawing: write(chosen.draw(random), random), label, style: chosen.name };
}

/**
 * The digit's image, through the same ink pipeline as the pad, with a pen drawn at random:
 * in pixels log-normal around 2.4, which gives MNIST's own spread of stroke widths (see fit.ts).
 */
export function renderDigit({ drawing }: SyntheticDigit, random: Random): Uint8Array {
  const pixels = Math.min(4.2, Math.max(1.5, 2.45 * Math.exp(random.normal(0, 0.26))));
  const extent = extentOf(drawing);
  if (extent === null) return rasterize(drawing);
  const size = Math.max(extent.width, extent.height);
  return rasterize(drawing, { penWidth: (size * pixels) / (BOX - pixels) });
}

function pick(styles: readonly Style[], random: Random): Style | undefined {
  let left = random.uniform(
    0,
    styles.reduce((sum, style) => sum + style.weight, 0),
  );
  return styles.find((style) => (left -= style.weight) < 0) ?? styles.at(-1);
}
