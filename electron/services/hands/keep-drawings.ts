import {
  HAND_LIMITS,
  type HandInfo,
  type NewSample,
  type SittingSource,
} from '../../../shared/contract/schemas/hand.ts';
import type { Hands } from './hands.ts';

export interface DrawingsToKeep {
  /** The hand that they come to; null: a new one of this name, with these classes. */
  readonly known: HandInfo | null;
  readonly name: string;
  /** Those that the drawings are of, in the order in which a hand gets the ones that it does not have. */
  readonly classes: readonly string[];
  readonly source: SittingSource;
  readonly drawings: readonly NewSample[];
}

export interface KeptDrawings {
  readonly hand: HandInfo;
  readonly added: number;
  /** Of a new hand, all. */
  readonly newClasses: string[];
}

/** How many more drawings a hand has room for; null: a new one. */
export const roomIn = (hand: HandInfo | null): number =>
  HAND_LIMITS.drawings - (hand ? hand.counts.reduce((sum, count) => sum + count, hand.deleted) : 0);

/**
 * Keeps drawings that came together in a hand, as a sitting of their own, all or none. Where there are none, a known hand stays as it is.
 * Throws what `Hands.create` and `Hands.add` throw.
 */
export async function keepDrawings(
  hands: Hands,
  { known, name, classes, source, drawings }: DrawingsToKeep,
): Promise<KeptDrawings> {
  if (known && drawings.length === 0) return { hand: known, added: 0, newClasses: [] };
  const own = known ?? (await hands.create(name, classes));
  const newClasses = classes.filter((label) => !own.classes.includes(label));
  try {
    const hand =
      drawings.length === 0 ? own : (await hands.add(own.id, { sitting: null, source, drawings, newClasses })).hand;
    return { hand, added: drawings.length, newClasses: known ? newClasses : [...classes] };
  } catch (error) {
    // Nobody wants the hand that was made for them.
    if (!known) await hands.discard(own.id);
    throw error;
  }
}
