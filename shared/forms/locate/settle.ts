import type { Point } from '../../ink/types.ts';
import { fittedHomography, type Mapping } from '../../paper/locate/homography.ts';
import { solve } from '../../paper/locate/linear.ts';
import type { Random } from '../../random/random.ts';
import type { Sight } from './patches.ts';

/** A patch that is less like what was seen says nothing. */
export const LIKE = 0.55;

/** Three patches say how all others are moved; they are drawn so often. */
const DRAWS = 120;

/** Fewer patches that agree say nothing. */
const FEWEST = 8;

/**
 * A mapping after what was seen of its patches: those that agree on how all are moved, within so many pixels of the template, draw it to
 * where they are. Null: too few agree.
 */
export function settled(mapping: Mapping, sights: readonly Sight[], within: number, random: Random): Mapping | null {
  const like = sights.filter(({ likeness }) => likeness >= LIKE);
  if (like.length < FEWEST) return null;
  let best: Sight[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const move = movedAs([0, 1, 2].map(() => like[random.integer(like.length)]!));
    if (!move) continue;
    const agree = like.filter(({ at, shift }) => {
      const [dx, dy] = move(...at);
      return Math.hypot(dx - shift[0], dy - shift[1]) <= within;
    });
    if (agree.length > best.length) best = agree;
  }
  if (best.length < FEWEST) return null;
  return fittedHomography(
    best.map(({ at, shift, likeness }) => ({
      page: at,
      picture: mapping(at[0] + shift[0], at[1] + shift[1]),
      weight: likeness,
    })),
  );
}

/** The shift at each place, if it changes evenly from one of three to the others. Null: they lie in a line. */
function movedAs(three: readonly Sight[]): Mapping | null {
  const factors = [0, 1].map((axis) =>
    solve(
      three.map(({ at }) => Float64Array.of(at[0], at[1], 1)),
      Float64Array.from(three, ({ shift }) => shift[axis]!),
    ),
  );
  const [across, down] = factors;
  if (!across || !down) return null;
  return (x, y) => [across[0]! * x + across[1]! * y + across[2]!, down[0]! * x + down[1]! * y + down[2]!];
}

/** What is seen this far off all around counts half as much, as a share of the template's longer side. */
const NEAR = 0.07;

/** So much weight has it that a page is flat. */
const FLAT = 0.6;

/**
 * Follows a page that is not quite flat: what its patches still are off, smoothed, is added to the mapping. Shifts larger than `most` of the
 * template's pixels are no bend but something else.
 */
export function bent(mapping: Mapping, sights: readonly Sight[], side: number, most: number): Mapping {
  const seen = sights.filter(({ likeness, shift }) => likeness >= LIKE && Math.hypot(...shift) <= most);
  if (seen.length < FEWEST) return mapping;
  const reach = 2 * (NEAR * side) ** 2;
  return (x, y) => {
    let [weights, dx, dy] = [FLAT, 0, 0];
    for (const { at, shift, likeness } of seen) {
      const weight = likeness * Math.exp(-((at[0] - x) ** 2 + (at[1] - y) ** 2) / reach);
      weights += weight;
      dx += weight * shift[0];
      dy += weight * shift[1];
    }
    return mapping(x + dx / weights, y + dy / weights);
  };
}

/** The corners of a frame, clockwise from its upper left one. */
export const cornersOf = (width: number, height: number): Point[] => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
];
