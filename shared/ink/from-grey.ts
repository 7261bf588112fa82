import type { PictureSteps } from '../contract/schemas/picture.ts';
import type { Frame } from '../contract/schemas/task.ts';
import { centreOfMass, place, shiftFor } from './centre.ts';
import { findInk } from './find-ink.ts';
import type { Ink } from './ink-on.ts';
import { fitInk } from './fit-ink.ts';
import { frameBytes, inkBox, MNIST_FRAME, type Size } from './frame.ts';
import { isSample } from './is-sample.ts';
import { resample } from './resample.ts';

/** Longer side of the pictures that are shown of a picture's way, in pixels. */
const SHOWN = 224;

/** A picture whose brightest level is below this uses only the lower of its bits. */
const LOW = 32;

/**
 * A picture of one sign as a data set of the frame would hold it: as from `rasterize`. `grey` is width x height luminance, 0
 * black to 255 white, dark on light or light on dark. The ink is found and cleaned, lines thinner than MNIST's are thickened
 * to its thinner ones, and from there on it goes the way of strokes. Blank when there is no ink to be seen. A picture that
 * already is such an image, or its negative, comes back as it was.
 */
export function fromGrey(grey: Uint8Array, width: number, height: number, frame: Frame = MNIST_FRAME): Uint8Array {
  return read(grey, width, height, frame)?.image ?? new Uint8Array(frameBytes(frame));
}

/** The same, with the steps on the way, for those who want to see what the model sees and why. Null: there is no ink. */
export function pictureSteps(grey: Uint8Array, width: number, height: number, frame: Frame): PictureSteps | null {
  const found = read(grey, width, height, frame);
  if (!found) return null;
  const { box } = found.ink;
  return {
    picture: shown(grey, { width, height }),
    box: { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height },
    ink: shown(found.ink.levels, found.ink),
    image: new Uint8Array(found.image),
  };
}

function read(given: Uint8Array, width: number, height: number, frame: Frame): { ink: Ink; image: Uint8Array } | null {
  if (given.length !== width * height) throw new RangeError(`${given.length} bytes are not ${width} x ${height}`);
  const grey = scaledUp(given);
  const sample = width === frame.width && height === frame.height ? sampleIn(grey, frame) : null;
  if (sample) return { ink: { levels: sample, width, height, box: { x: 0, y: 0, width, height } }, image: sample };
  const ink = grey.length === 0 ? null : findInk(grey, width, height);
  return ink && { ink, image: intoFrame(ink, { width, height }, frame) };
}

const sampleIn = (grey: Uint8Array, frame: Frame): Uint8Array | undefined =>
  [Uint8Array.from(grey), grey.map((level) => 255 - level)].find((image) => isSample(image, frame));

/** Samples that use few of their bits (0 to 1, 0 to 16) use all of them. */
function scaledUp(grey: Uint8Array): Uint8Array {
  let brightest = 0;
  for (let i = 0; i < grey.length && brightest < LOW; i++) if (grey[i]! > brightest) brightest = grey[i]!;
  if (brightest >= LOW || brightest === 0) return grey;
  return grey.map((level) => Math.round((level * 255) / brightest));
}

function intoFrame(ink: Ink, picture: Size, frame: Frame): Uint8Array {
  if (frame.framing === 'as-written') return fitInk(ink, frame, frame, { sheet: picture });
  const fitted = fitInk(ink, inkBox(frame), frame);
  return place(fitted, shiftFor(centreOfMass(fitted, inkBox(frame).width), frame), frame);
}

function shown(levels: Uint8Array, { width, height }: Size): PictureSteps['picture'] {
  const scale = Math.min(1, SHOWN / Math.max(width, height));
  const [toWidth, toHeight] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const small = resample(levels, width, { x: 0, y: 0, width, height }, toWidth, toHeight);
  return { width: toWidth, height: toHeight, levels: Uint8Array.from(small, Math.round) };
}
