import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { vary, type PenDigit } from '../../scripts/starter/pens.ts';

/** A sign in some way of writing it. */
type Sign = (random: Random) => Drawing;

export const digitSigns: readonly Sign[] = DIGITS.classes.map(
  (_, digit) => (random) => syntheticDigit(random, digit).drawing,
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
