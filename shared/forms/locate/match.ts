import { fittedHomography, homography, type Mapping, type Pair } from '../../paper/locate/homography.ts';
import { stream, type Random } from '../../random/random.ts';
import { WORDS, type KeyPoints } from './key-points.ts';

/** A corner of the template and what looks like it on the page. */
interface Match {
  readonly from: number;
  readonly to: number;
}

/** Two descriptions of one corner differ in no more bits of 256, and in fewer than this share of what the next best differs in. */
const MOST_BITS = 72;
const RATIO = 0.86;

/** Corners of the template so near each other are one, seen in two sizes: in pixels of the size that they were seen in. */
const SAME = 12;

/** How far a corner may lie from where one match says that it is, as a share of the template's longer side; in radians; as a factor. */
const LOOSE = 0.06;
const TURN = 0.45;
const FACTOR = 1.6;

/** How far from where four of them say, as such a share; and how often four are drawn. */
const CLOSE = 0.008;
const DRAWS = 400;

/** Fewer corners that agree are chance. */
const FEWEST = 8;

/** The best guesses so many are looked at. */
const GUESSES = 3;

/**
 * Where the corners of a template lie on a page, as far as most of those that look alike agree: from the template's pixels to the
 * page's, the most agreed first. `side`: the template's longer one.
 */
export function mappingsOf(template: KeyPoints, page: KeyPoints, side: number): Mapping[] {
  const matches = matchesOf(template, page);
  if (matches.length < FEWEST) return [];
  const random = stream(14, 'sample');
  const found: { mapping: Mapping; agree: number }[] = [];
  for (const agreed of agreements(template, page, matches, side)) {
    const best = fitted(template, page, agreed, side, random);
    if (best) found.push(best);
  }
  return found.sort((a, b) => b.agree - a.agree).map(({ mapping }) => mapping);
}

function matchesOf(template: KeyPoints, page: KeyPoints): Match[] {
  const apart = new Uint16Array(template.count);
  const matches: Match[] = [];
  for (let to = 0; to < page.count; to++) {
    let best = 0;
    for (let from = 0; from < template.count; from++) {
      const bits = differing(template.bits, from, page.bits, to);
      apart[from] = bits;
      if (bits < apart[best]!) best = from;
    }
    if (template.count === 0 || apart[best]! > MOST_BITS) continue;
    const near = SAME * template.scale[best]!;
    let next = 256;
    for (let from = 0; from < template.count; from++) {
      if (apart[from]! >= next) continue;
      const [dx, dy] = [template.x[from]! - template.x[best]!, template.y[from]! - template.y[best]!];
      if (dx * dx + dy * dy > near * near) next = apart[from]!;
    }
    if (apart[best]! < RATIO * next) matches.push({ from: best, to });
  }
  return matches;
}

function differing(a: Uint32Array, i: number, b: Uint32Array, k: number): number {
  let count = 0;
  for (let word = 0; word < WORDS; word++) {
    let bits = a[i * WORDS + word]! ^ b[k * WORDS + word]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Each match says alone how the page is turned, scaled and moved: sets of matches that agree roughly, the largest first. */
function agreements(template: KeyPoints, page: KeyPoints, matches: readonly Match[], side: number): Match[][] {
  const sets = matches.map((one) => {
    const factor = page.scale[one.to]! / template.scale[one.from]!;
    const turn = page.angle[one.to]! - template.angle[one.from]!;
    const [sin, cos] = [factor * Math.sin(turn), factor * Math.cos(turn)];
    const loose = LOOSE * side * factor;
    return matches.filter(({ from, to }) => {
      const [x, y] = [template.x[from]! - template.x[one.from]!, template.y[from]! - template.y[one.from]!];
      const dx = page.x[one.to]! + x * cos - y * sin - page.x[to]!;
      const dy = page.y[one.to]! + x * sin + y * cos - page.y[to]!;
      if (dx * dx + dy * dy > loose * loose) return false;
      const other = page.angle[to]! - template.angle[from]! - turn;
      const ratio = page.scale[to]! / template.scale[from]! / factor;
      return Math.cos(other) > Math.cos(TURN) && ratio < FACTOR && ratio > 1 / FACTOR;
    });
  });
  sets.sort((a, b) => b.length - a.length);
  const chosen: Match[][] = [];
  for (const set of sets) {
    if (chosen.length === GUESSES || set.length < FEWEST) break;
    // What shares most of its matches with a set before it says the same.
    if (chosen.every((other) => set.filter((match) => other.includes(match)).length < set.length / 2)) chosen.push(set);
  }
  return chosen;
}

function fitted(
  template: KeyPoints,
  page: KeyPoints,
  matches: readonly Match[],
  side: number,
  random: Random,
): { mapping: Mapping; agree: number } | null {
  const pairs = matches.map(({ from, to }): Pair => {
    return { page: [template.x[from]!, template.y[from]!], picture: [page.x[to]!, page.y[to]!], weight: 1 };
  });
  const factor =
    matches.reduce((sum, { from, to }) => sum + page.scale[to]! / template.scale[from]!, 0) / matches.length;
  const close = CLOSE * side * factor;
  const agreeing = (mapping: Mapping, within: number): Pair[] =>
    pairs.filter(({ page, picture }) => {
      const [x, y] = mapping(...page);
      return Math.hypot(x - picture[0], y - picture[1]) <= within;
    });
  let best: Pair[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const four = Array.from({ length: 4 }, () => pairs[random.integer(pairs.length)]!);
    const mapping = homography(
      four.map(({ page }) => page),
      four.map(({ picture }) => picture),
    );
    if (!mapping) continue;
    const agree = agreeing(mapping, close);
    if (agree.length > best.length) best = agree;
  }
  for (let round = 0; round < 3 && best.length >= FEWEST; round++) {
    const mapping = fittedHomography(best);
    if (!mapping) return null;
    const agree = agreeing(mapping, close);
    if (round === 2 || agree.length <= best.length) return { mapping, agree: agree.length };
    best = agree;
  }
  return null;
}
