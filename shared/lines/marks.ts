import { skeletonOf } from '../data/non-signs/skeleton.ts';
import { write } from '../data/synthetic/hand.ts';
import type { Skeleton } from '../data/synthetic/path.ts';
import type { Drawing } from '../ink/types.ts';
import type { Random } from '../random/random.ts';

/**
 * What stands between and around the digits of amounts and dates, in the ways that people write it: points and commas, strokes, the
 * stars and hashes that close an amount, signs of money, the X of a code. In heights of a digit, the base line at 1: where a mark stands tells
 * a full stop from a star.
 */
const STYLES: Readonly<Record<string, readonly Skeleton[]>> = Object.fromEntries(
  Object.entries({
    '.': ['0,.95 .01,.97', '0,.94 .04,.98', '0,.93 .05,.93 .05,.98 0,.98 0,.93'],
    ',': ['.08,.9 .1,.98 0,1.16', '.06,.92 0,1.14', '.1,.88 .02,1.2'],
    // Also as people close an amount: long, waved, doubled.
    '-': [
      '0,.52 .36,.5',
      '0,.54 .6,.5',
      '0,.6 1,.54',
      '0,.56 1.7,.5',
      '0,.5 .2,.44 .44,.56 .7,.48',
      '0,.4 .56,.38 | .02,.62 .58,.6',
    ],
    '/': ['.42,-.06 0,1.1', '.6,0 0,1.02', '.26,-.1 0,1.16'],
    '*': [
      '.2,.2 .2,.76 | 0,.34 .4,.62 | .4,.34 0,.62',
      '.2,.3 .2,.8 | 0,.56 .42,.54 | .06,.38 .36,.74 | .36,.38 .06,.74',
    ],
    '#': [
      '.2,.06 .12,.96 | .52,.06 .46,.96 | 0,.36 .68,.34 | 0,.7 .66,.66',
      '.24,0 .1,1 | .56,0 .42,1 | .02,.3 .7,.3 | 0,.7 .64,.7',
    ],
    $: [
      '.56,.2 .32,.1 .1,.28 .32,.5 .56,.72 .32,.9 .06,.78 | .32,-.08 .32,1.08',
      '.54,.16 .3,.06 .08,.26 .3,.48 .54,.7 .3,.92 .04,.8 | .24,-.04 .2,1.06 | .4,-.04 .36,1.06',
    ],
    '€': ['.66,.16 .37,.03 .12,.28 .12,.72 .37,.97 .66,.84 | 0,.4 .5,.4 | 0,.58 .46,.58'],
    '£': ['.6,.16 .42,0 .24,.2 .26,.7 .06,1- .66,.96 | .06,.54 .46,.54'],
    '¥': [
      '0,0 .32,.46! .64,0 | .32,.46 .32,1 | .06,.54 .58,.54 | .06,.72 .58,.72',
      '0,.02 .3,.5! .6,0 | .3,.5 .28,1 | .04,.62 .56,.6',
    ],
    // The ten among the check digits of ISBN and of residents' ids.
    X: ['.02,0 .6,1 | .62,0 0,1', '0,.04 .7,.98 | .66,.02 .04,1', '.04,.02 .5,.98 | .54,0 0,1.02'],
  }).map(([name, styles]) => [name, styles.map(skeletonOf)]),
);

/** The names of all marks: each a class of its own for a model that reads lines. */
export const MARKS: readonly string[] = Object.keys(STYLES);

/** A mark as somebody might write it. Throws RangeError for a name that is none. */
export function drawMark(name: string, random: Random): Drawing {
  const styles = STYLES[name];
  if (styles === undefined) throw new RangeError(`there is no mark ${name}`);
  const drawing = write(styles[random.integer(styles.length)]!, random);
  const [stretch, size] = [Math.exp(random.normal(0, 0.2)), Math.exp(random.normal(0, 0.12))];
  const shift = random.normal(0, 0.05);
  const middle = name === '.' || name === ',' ? 0.95 : 0.5;
  return drawing.map((stroke) =>
    stroke.map(([x, y]) => [x * stretch * size, middle + shift + (y - middle) * size] as const),
  );
}
