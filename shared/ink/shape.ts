import { boxOf } from './box-of.ts';
import { MNIST_FRAME, type Size } from './frame.ts';
import { reframe } from './reframe.ts';
import { resample, type Crop } from './resample.ts';
import { SIDE } from './types.ts';

/** Up to here a level is paper, where shapes are compared. What a model has learnt about shapes depends on it. */
const PALE = 31;

/**
 * An image of any size (bytes, row by row, 0 paper to 255 ink) framed as MNIST's are, 28 x 28: so signs of all sizes and
 * framings can be looked at alike, by their shape alone. Blank when there is no ink.
 */
export const shapeOf = (image: Uint8Array, width: number, height: number): Uint8Array =>
  reframe(image, { width, height }, MNIST_FRAME, PALE);

/**
 * A drawing of 28 x 28 in an image of another size, with its ink as large as that of `sign`, an image of that size, and its
 * centre of mass where that has its own: so nothing but its shape tells it from the sign. As large as fits where `sign` is blank.
 */
export function frameLike(drawing: Uint8Array, sign: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(width * height);
  const box = boxOf(drawing, SIDE, SIDE, PALE);
  if (box === null) return result;
  const model = boxOf(sign, width, height, PALE) ?? { x: 0, y: 0, width, height };
  const ink = fitted(drawing, box, Math.min(Math.max(model.width, model.height), width, height));
  const [cx, cy] = massOf(ink.sized, { x: 0, y: 0, width: ink.width, height: ink.height }, ink.width);
  const [mx, my] = massOf(sign, model, width);
  const left = Math.min(width - ink.width, Math.max(0, Math.round(model.x + mx - cx)));
  const top = Math.min(height - ink.height, Math.max(0, Math.round(model.y + my - cy)));
  for (let y = 0; y < ink.height; y++) {
    result.set(ink.sized.subarray(y * ink.width, (y + 1) * ink.width), (top + y) * width + left);
  }
  return result;
}

/** A box of a 28 x 28 image with its longer side `longer` pixels. */
function fitted(image: Uint8Array, box: Crop, longer: number): Size & { readonly sized: Uint8Array } {
  const scale = longer / Math.max(box.width, box.height);
  const [width, height] = [side(box.width * scale), side(box.height * scale)];
  const levels = resample(image, SIDE, box, width, height);
  const sized = new Uint8Array(levels.length);
  // Not by Uint8Array.from, which takes many times as long.
  for (let i = 0; i < levels.length; i++) sized[i] = Math.round(levels[i]!);
  return { width, height, sized };
}

const side = (length: number): number => Math.max(1, Math.round(length));

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
