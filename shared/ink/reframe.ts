import { centreOfMass, place, shiftFor } from './centre.ts';
import { resample, type Crop } from './resample.ts';
import { BOX, IMAGE_BYTES, SIDE } from './types.ts';

/** Paler than this is paper here. */
const PALE = 32;

/**
 * An image of any size (bytes, row by row, 0 paper to 255 ink) as MNIST would frame it: 28 x 28, what is inked fitted into
 * 20 x 20 with its proportions kept, its centre of mass in the middle. Blank when there is no ink. So signs of all sizes
 * and framings can be looked at alike, by their shape alone.
 */
export function reframe(image: Uint8Array, width: number, height: number): Uint8Array {
  const box = inkBox(image, width, height);
  if (box === null) return new Uint8Array(IMAGE_BYTES);
  const { sized, width: toWidth, height: toHeight } = fitted(image, width, box, BOX);
  const square = new Uint8Array(BOX * BOX);
  const [left, top] = [(BOX - toWidth) >> 1, (BOX - toHeight) >> 1];
  for (let y = 0; y < toHeight; y++) {
    square.set(sized.subarray(y * toWidth, (y + 1) * toWidth), (top + y) * BOX + left);
  }
  return place(square, shiftFor(centreOfMass(square, BOX)));
}

/**
 * A drawing of 28 x 28 in an image of another size, with its ink as large as that of `sign`, an image of that size, and its
 * centre of mass where that has its own: so nothing but its shape tells it from the sign. As large as fits where `sign` is blank.
 */
export function frameLike(drawing: Uint8Array, sign: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(width * height);
  const box = inkBox(drawing, SIDE, SIDE);
  if (box === null) return result;
  const model = inkBox(sign, width, height) ?? { x: 0, y: 0, width, height };
  const ink = fitted(drawing, SIDE, box, Math.min(Math.max(model.width, model.height), width, height));
  const [cx, cy] = massOf(ink.sized, { x: 0, y: 0, width: ink.width, height: ink.height }, ink.width);
  const [mx, my] = massOf(sign, model, width);
  const left = Math.min(width - ink.width, Math.max(0, Math.round(model.x + mx - cx)));
  const top = Math.min(height - ink.height, Math.max(0, Math.round(model.y + my - cy)));
  for (let y = 0; y < ink.height; y++) {
    result.set(ink.sized.subarray(y * ink.width, (y + 1) * ink.width), (top + y) * width + left);
  }
  return result;
}

/** A box of an image with its longer side `longer` pixels. */
function fitted(image: Uint8Array, width: number, box: Crop, longer: number) {
  const scale = longer / Math.max(box.width, box.height);
  const to = { width: side(box.width * scale), height: side(box.height * scale) };
  const sized = scale === 1 ? cut(image, width, box) : resampled(image, width, box, to);
  return { ...to, sized };
}

const side = (length: number): number => Math.max(1, Math.round(length));

const resampled = (image: Uint8Array, width: number, box: Crop, to: { width: number; height: number }): Uint8Array =>
  Uint8Array.from(resample(image, width, box, to.width, to.height), (level) => Math.round(level));

function cut(image: Uint8Array, width: number, box: Crop): Uint8Array {
  const part = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * width + box.x;
    part.set(image.subarray(from, from + box.width), y * box.width);
  }
  return part;
}

/** The smallest box around all that is not pale. Null: all is. */
function inkBox(image: Uint8Array, width: number, height: number): Crop | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (image[y * width + x]! < PALE) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Centre of mass within a box, from its corner. */
function massOf(image: Uint8Array, box: Crop, width: number): [x: number, y: number] {
  let [mass, mx, my] = [0, 0, 0];
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const ink = image[(box.y + y) * width + box.x + x]!;
      mass += ink;
      mx += ink * (x + 0.5);
      my += ink * (y + 0.5);
    }
  }
  return mass === 0 ? [box.width / 2, box.height / 2] : [mx / mass, my / mass];
}
