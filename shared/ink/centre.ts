import type { Frame } from '../contract/schemas/task.ts';
import { frameBytes, inkBox } from './frame.ts';
import type { Point } from './types.ts';

/** Centre of mass of an image of this width, in pixels from its top left corner; the image's middle when it is blank. */
export function centreOfMass(image: Uint8Array, width: number): Point {
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < image.length; i++) {
    const ink = image[i]!;
    mass += ink;
    x += ink * ((i % width) + 0.5);
    y += ink * (Math.floor(i / width) + 0.5);
  }
  return mass === 0 ? [width / 2, image.length / width / 2] : [x / mass, y / mass];
}

/**
 * Where the fitted image's corner goes in the frame. Measured on MNIST: images were moved by whole pixels so that the centre
 * of mass falls into the pixel right below the middle, in [14, 15) both ways, for every one of them.
 */
export function shiftFor(centre: Point, frame: Frame): Point {
  const box = inkBox(frame);
  const along = (value: number, side: number, boxSide: number): number =>
    Math.min(side - boxSide, Math.max(0, Math.floor(side / 2) - Math.floor(value)));
  return [along(centre[0], frame.width, box.width), along(centre[1], frame.height, box.height)];
}

/** A fitted image as part of an otherwise blank one of the frame's size. */
export function place(fitted: Uint8Array, shift: Point, frame: Frame): Uint8Array {
  const image = new Uint8Array(frameBytes(frame));
  const box = inkBox(frame);
  for (let row = 0; row < box.height; row++) {
    image.set(fitted.subarray(row * box.width, (row + 1) * box.width), (row + shift[1]) * frame.width + shift[0]);
  }
  return image;
}
