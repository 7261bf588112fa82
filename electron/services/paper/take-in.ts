import type { HandId, HandInfo, NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { SheetReading } from '../../../shared/contract/schemas/paper.ts';
import { sampleInFrame } from '../../../shared/paper/sample-in-frame.ts';
import type { Hands } from '../hands/hands.ts';

export interface TakenIn {
  readonly hand: HandInfo;
  readonly added: number;
  readonly newClasses: string[];
}

/**
 * Keeps what is written on pages in a hand, as one sitting, all or none; signs that it does not have are added to its
 * classes. `hand`: null makes a new one of this name, with the pages' signs. Throws what `Hands.create` and `Hands.add` throw.
 */
export async function takeIn(
  hands: Hands,
  pages: readonly SheetReading[],
  hand: HandId | null,
  name: string,
): Promise<TakenIn> {
  const known = hand === null ? null : (await hands.get(hand)).hand;
  const classes = [...new Set(pages.flatMap(({ sheet }) => sheet.classes))];
  const own = known ?? (await hands.create(name, classes));
  const drawings = pages.flatMap(({ side, samples }) =>
    samples.flatMap(({ state, label, image }): NewSample[] =>
      state === 'written' ? [{ label, image: new Uint8Array(sampleInFrame(image, side, own.frame)) }] : [],
    ),
  );
  if (known && drawings.length === 0) return { hand: known, added: 0, newClasses: [] };
  const newClasses = classes.filter((label) => !own.classes.includes(label));
  try {
    const added =
      drawings.length === 0
        ? own
        : (await hands.add(own.id, { sitting: null, source: 'paper', drawings, newClasses })).hand;
    return { hand: added, added: drawings.length, newClasses: known ? newClasses : classes };
  } catch (error) {
    // Nobody wants the hand that was made for them.
    if (!known) await hands.discard(own.id);
    throw error;
  }
}
