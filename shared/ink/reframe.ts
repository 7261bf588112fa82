import type { Frame } from '../contract/schemas/task.ts';
import { boxOf } from './box-of.ts';
import { centreOfMass, place, shiftFor } from './centre.ts';
import { frameBytes, inkBox, type Size } from './frame.ts';
import { createResizer, resample } from './resample.ts';

/** Levels up to this are the fade of ink, or the grain of paper: they do not say how large the ink is. */
const FAINT = 16;

/**
 * Brings images of signs (bytes, 0 paper to 255 ink) of one size into a frame. `centred`: the ink is fitted into the frame's box
 * with its proportions kept, and its centre of mass brought to the middle, as strokes are. `as-written`: the whole image is
 * scaled to fit. A blank image stays blank. `faint`: levels up to it do not say how large the ink is. For many images: what
 * depends on the sizes alone is worked out once.
 */
export function createReframer(from: Size, frame: Frame, faint = FAINT): (image: Uint8Array) => Uint8Array {
  return frame.framing === 'as-written' ? createResizer(from, frame) : (image) => centred(image, from, frame, faint);
}

/** One image: see createReframer. */
export const reframe = (image: Uint8Array, from: Size, frame: Frame, faint = FAINT): Uint8Array =>
  createReframer(from, frame, faint)(image);

function centred(image: Uint8Array, { width, height }: Size, frame: Frame, faint: number): Uint8Array {
  const ink = boxOf(image, width, height, faint);
  if (ink === null) return new Uint8Array(frameBytes(frame));
  const box = inkBox(frame);
  const scale = Math.min(box.width / ink.width, box.height / ink.height);
  const [toWidth, toHeight] = [ink.width, ink.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const small = resample(image, width, ink, toWidth, toHeight);
  const [left, top] = [Math.floor((box.width - toWidth) / 2), Math.floor((box.height - toHeight) / 2)];
  const fitted = new Uint8Array(box.width * box.height);
  for (let y = 0, at = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++, at++) fitted[(top + y) * box.width + left + x] = Math.round(small[at]!);
  }
  return place(fitted, shiftFor(centreOfMass(fitted, box.width), frame), frame);
}
