import type { HandId, NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { SheetReading } from '../../../shared/contract/schemas/paper.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import { sampleInFrame } from '../../../shared/paper/sample-in-frame.ts';
import type { Hands } from '../hands/hands.ts';
import { keepDrawings, type KeptDrawings } from '../hands/keep-drawings.ts';

/**
 * Keeps what is written on pages in a hand, as one sitting, all or none; signs that it does not have are added to its
 * classes. `hand`: null makes a new one of this name, with the pages' signs. Throws what `Hands.get` and `keepDrawings` throw.
 */
export async function takeIn(
  hands: Hands,
  pages: readonly SheetReading[],
  hand: HandId | null,
  name: string,
): Promise<KeptDrawings> {
  const known = hand === null ? null : (await hands.get(hand)).hand;
  const frame = known?.frame ?? MNIST_FRAME;
  const drawings = pages.flatMap(({ side, samples }) =>
    samples.flatMap(({ state, label, image }): NewSample[] =>
      state === 'written' ? [{ label, image: new Uint8Array(sampleInFrame(image, side, frame)) }] : [],
    ),
  );
  const classes = [...new Set(pages.flatMap(({ sheet }) => sheet.classes))];
  return keepDrawings(hands, { known, name, classes, source: 'paper', drawings });
}
