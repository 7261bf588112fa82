import { BOX, IMAGE_BYTES, SIDE, type Point } from './types.ts';

/** Centre of mass of a square image, in pixels from its top left corner; the image's middle when it is blank. */
export function centreOfMass(image: Uint8Array, side: number): Point {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < image.length; i++) {
    const ink = image[i]!;
    mass += ink;
    x += ink * ((i % side) + 0.5);
    y += ink * (Math.floor(i / side) + 0.5);
  }
  return mass === 0 ? [side / 2, side / 2] : [x / mass, y / mass];
}

/**
 * Where the 20 x 20 image's corner goes in the 28 x 28 one. Measured on MNIST: images were moved by whole pixels so that
 * the centre of mass falls into the pixel right below the middle, in [14, 15) both ways, for every one of them.
 */
export function shiftFor(centre: Point): Point {
  const along = (value: number): number => Math.min(SIDE - BOX, Math.max(0, SIDE / 2 - Math.floor(value)));
  return [along(centre[0]), along(centre[1])];
}

/** A 20 x 20 image as part of an otherwise blank 28 x 28 one. */
export function place(fitted: Uint8Array, shift: Point): Uint8Array {
  const image = new Uint8Array(IMAGE_BYTES);
  for (let row = 0; row < BOX; row++) {
    image.set(fitted.subarray(row * BOX, (row + 1) * BOX), (row + shift[1]) * SIDE + shift[0]);
  }
  return image;
}
