import { quantile } from '../ink/grey-image.ts';
import { heightOf, widthOf, type Box } from './page.ts';

/** What is wider than so many times its height is a line or a word, and what is narrower than two pixels a speck. */
const WIDEST = 3;

/** The usual height of a sign is that which this share of what is joined does not reach. */
const SHARE = 0.6;

/** How high digits are, about, by what is joined; marks lower than `least` do not count. 0: there are none. */
export function digitHeight(boxes: readonly Box[], least: number): number {
  const heights = boxes.flatMap((box) => {
    const [wide, high] = [widthOf(box), heightOf(box)];
    return high >= least && wide >= 2 && wide <= WIDEST * high ? [high] : [];
  });
  return heights.length === 0 ? 0 : quantile(Float32Array.from(heights), SHARE);
}
