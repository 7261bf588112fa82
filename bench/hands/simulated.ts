import { LETTERS } from '../../shared/data/non-signs/letters.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { write } from '../../shared/data/synthetic/hand.ts';
import type { Anchor, Skeleton } from '../../shared/data/synthetic/path.ts';
import type { Drawing, Point } from '../../shared/ink/types.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { vary, type PenDigit } from '../../scripts/starter/pens.ts';

/** A sign in some way of writing it. */
type Sign = (random: Random) => Drawing;

export const digitSigns: readonly Sign[] = DIGITS.classes.map(
  (_, digit) => (random) => syntheticDigit(random, digit).drawing,
);

/** The small letters of the Latin alphabet. */
export const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz'];

/** How a writer writes the letters, alike in all of them, and how little one drawing is like the next. */
interface LetterStyle {
  /** Of each letter, as this writer means it. */
  readonly skeletons: readonly Skeleton[];
  readonly slant: number;
  readonly width: number;
}

/** How far a writer's key points lie off the letter's usual ones, and how far a drawing's lie off the writer's own; in letter heights. */
const [MEANT, MISSED] = [0.03, 0.05];

function letterStyle(random: Random): LetterStyle {
  const skeletons = ALPHABET.map((letter) => {
    const ways = LETTERS.filter(([name]) => name === letter);
    return moved(ways[random.integer(ways.length)]![1], MEANT, random);
  });
  return { skeletons, slant: random.normal(0, 0.15), width: Math.exp(random.normal(0, 0.15)) };
}

const moved = (skeleton: Skeleton, deviation: number, random: Random): Skeleton =>
  skeleton.map((way) =>
    way.map(([x, y, turn]): Anchor => {
      const [mx, my] = [x + random.normal(0, deviation), y + random.normal(0, deviation)];
      return turn === undefined ? [mx, my] : [mx, my, turn];
    }),
  );

/**
 * A writer whom the studio's generators make up: each sign is written in one way that never changes, and every sample varies
 * it as one hand does (see vary). `label` is the sign's place. The same number is the same writer.
 */
export function simulatedWriter(signs: readonly Sign[], samples: number, writer: number): PenDigit[] {
  const random = stream(writer, 'synthetic', 1);
  return signs.flatMap((sign, label) => {
    const own = sign(random);
    return Array.from({ length: samples }, () => ({ label, writer, drawing: vary(own, random) }));
  });
}

/**
 * A writer of small letters, made up likewise, whose hand is hasty: the style stays, but each drawing misses the letter's key points
 * anew, and is written (see write) and varied as if it were another's, with its own slant, width, wobble and speed. So some letters
 * come out nearly as others do, as in a real hand.
 */
export function letterWriter(samples: number, writer: number): PenDigit[] {
  const random = stream(writer, 'synthetic', 2);
  const { skeletons, slant, width } = letterStyle(random);
  const lean = ([x, y]: Point): Point => [x * width - slant * y, y];
  return skeletons.flatMap((skeleton, label) =>
    Array.from({ length: samples }, () => {
      const written = write(moved(skeleton, MISSED, random), random);
      return { label, writer, drawing: vary(written, random).map((stroke) => stroke.map(lean)) };
    }),
  );
}
