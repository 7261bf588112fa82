import type { Frame } from '../contract/schemas/task.ts';
import { boxOf } from './box-of.ts';
import { centreOfMass } from './centre.ts';
import { inkBox } from './frame.ts';

/**
 * Whether a picture of the frame's size already is such an image, light ink on black: black around the ink, the ink filling
 * the frame's box one way (a pixel less where the last row faded to nothing) and its centre of mass where MNIST's makers put
 * it. For frames that keep ink as written: black along most of its edge.
 */
export function isSample(grey: Uint8Array, frame: Frame): boolean {
  const { width, height } = frame;
  const found = boxOf(grey, width, height);
  if (found === null) return false;
  if (frame.framing === 'as-written') return 2 * blackOnEdge(grey, width, height) > 2 * (width + height);
  const box = inkBox(frame);
  const [spareX, spareY] = [box.width - found.width, box.height - found.height];
  if (Math.min(spareX, spareY) < 0 || Math.min(spareX, spareY) > 1) return false;
  const [x, y] = centreOfMass(grey, width);
  return Math.floor(x) === Math.floor(width / 2) && Math.floor(y) === Math.floor(height / 2);
}

function blackOnEdge(grey: Uint8Array, width: number, height: number): number {
  let black = 0;
  for (let x = 0; x < width; x++) black += Number(grey[x] === 0) + Number(grey[(height - 1) * width + x] === 0);
  for (let y = 0; y < height; y++) black += Number(grey[y * width] === 0) + Number(grey[(y + 1) * width - 1] === 0);
  return black;
}
