import { LETTERS } from '../../shared/data/non-signs/letters.ts';
import { write } from '../../shared/data/synthetic/hand.ts';
import type { Anchor, Skeleton } from '../../shared/data/synthetic/path.ts';
import type { Point } from '../../shared/ink/types.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { vary, type PenDigit } from '../../scripts/starter/pens.ts';

/** The small letters of the Latin alphabet. */
export const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz'];

/** How a writer writes the letters: what stays from one drawing to the next. */
interface LetterStyle {
  /** Of each letter, as this writer means it. */
  readonly skeletons: readonly Skeleton[];
  readonly slant: number;
  readonly width: number;
}

/** How far a writer's key points lie off the letter's usual ones, and a drawing's off the writer's own; in letter heights. */
const [MEANT, MISSED] = [0.03, 0.035];

/**
 * A writer of small letters whom the studio's generators make up, with a hasty hand: the style stays, but each drawing misses the
 * letter's key points anew, and is written (see write) and varied (see vary) with a slant, width, wobble and speed of its own. So some
 * letters come out nearly as others do. `label` is the letter's place. The same number is the same writer.
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
