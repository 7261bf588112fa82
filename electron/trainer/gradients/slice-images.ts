import { syntheticDigit } from '../../../shared/data/synthetic/digit.ts';
import { frameOf } from '../../../shared/ink/frame.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import { joinBytes } from '../../../shared/join-bytes.ts';
import { stream } from '../../../shared/random/random.ts';
import type { LossSubject } from './loss-subject.ts';

const SHEET = { x: 0, y: 0, width: 1, height: 1 };

/**
 * The reader's image, and of each digit that the model's task knows by its name one that is always the same: without them a slice would
 * show how one image is learnt while all else is forgotten. A task without digits has the reader's image alone.
 */
export function sliceImages({ card, image, label }: LossSubject): { images: Uint8Array; labels: number[] } {
  const digits = card.task.classes.flatMap((name, place) =>
    /^[0-9]$/.test(name) ? [{ place, digit: Number(name) }] : [],
  );
  const drawn = digits.map(({ digit }) =>
    rasterize(syntheticDigit(stream(digit + 1, 'synthetic'), digit).drawing, { frame: frameOf(card), sheet: SHEET }),
  );
  return { images: joinBytes([image, ...drawn]), labels: [label, ...digits.map(({ place }) => place)] };
}
