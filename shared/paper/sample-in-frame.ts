import type { Frame } from '../contract/schemas/task.ts';
import { boxOf } from '../ink/box-of.ts';
import { frameBytes } from '../ink/frame.ts';
import { intoFrame } from '../ink/from-grey.ts';
import { cut } from '../ink/grey-image.ts';

/**
 * What was written in a sheet's box as an image of a frame: as a drawing would come into it. `image` is side x side bytes, 0 paper
 * to 255 ink, as a reading brings them. A blank one stays blank.
 */
export function sampleInFrame(image: Uint8Array, side: number, frame: Frame): Uint8Array {
  const size = { width: side, height: side };
  const box = boxOf(image, side, side);
  if (box === null) return new Uint8Array(frameBytes(frame));
  const levels = Uint8Array.from(cut({ levels: image, ...size }, box).levels);
  return intoFrame({ levels, width: box.width, height: box.height, box }, size, frame);
}
