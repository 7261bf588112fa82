import { heightOf, widthOf, type Box } from './page.ts';

/** What is wider than so many times its height is a line or a word, and what is narrower than two pixels a speck. */
const WIDEST = 3;

/** Signs that all touch are one mark, no wider than so many times its height, and it has this share of all the ink, at least. */
const WIDEST_JOINED = 12;
const MOST_JOINED = 0.6;

/** Signs differ in height, and some fall apart. */
const SHARE = 0.6;

/** Joined ink: where it lies, and its pixels. */
export interface Blot extends Box {
  readonly area: number;
}

/** How high digits are, about: most of the ink is of marks that are no higher. Marks lower than `least` do not count. 0: there are none. */
export function digitHeight(blots: readonly Blot[], least: number): number {
  const signs = blots
    .filter((blot) => {
      const [wide, high] = [widthOf(blot), heightOf(blot)];
      return high >= least && wide >= 2 && wide <= WIDEST * high;
    })
    .sort((a, b) => heightOf(a) - heightOf(b));
  const most = SHARE * signs.reduce((sum, { area }) => sum + area, 0);
  let below = 0;
  for (const sign of signs) {
    below += sign.area;
    if (below >= most) return heightOf(sign);
  }
  return 0;
}

/**
 * As `digitHeight`, of a picture of one line: where nearly all ink is one wide mark, that is writing whose signs all touch. An edge's
 * remains are lower than a sign would be, and so narrow marks beside it are dirt.
 */
export function lineHeight(blots: readonly Blot[], least: number): number {
  const total = blots.reduce((sum, { area }) => sum + area, 0);
  const joined = blots.find(
    (blot) =>
      heightOf(blot) >= least &&
      widthOf(blot) > WIDEST * heightOf(blot) &&
      widthOf(blot) <= WIDEST_JOINED * heightOf(blot) &&
      blot.area >= MOST_JOINED * total,
  );
  return joined ? heightOf(joined) : digitHeight(blots, least);
}
