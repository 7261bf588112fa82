import type { GreyImage } from '../ink/grey-image.ts';
import type { Size } from '../ink/frame.ts';

/** How many quarters a picture is turned to the right. */
export type Quarters = 0 | 1 | 2 | 3;

/** A picture turned to the right. */
export function turnedBy(image: GreyImage, quarters: Quarters): GreyImage {
  if (quarters === 0) return image;
  const { levels, width, height } = image;
  const size = quarters === 2 ? { width, height } : { width: height, height: width };
  const turned = new Float32Array(levels.length);
  // Where the turned picture's first pixel was, and how far it is from there to the next one of a row and of a column.
  const [first, along, down] = {
    1: [(height - 1) * width, -width, 1],
    2: [levels.length - 1, -1, -width],
    3: [width - 1, width, -1],
  }[quarters] as [number, number, number];
  for (let y = 0, to = 0; y < size.height; y++)
    for (let x = 0, from = first + y * down; x < size.width; x++, from += along) turned[to++] = levels[from]!;
  return { ...size, levels: turned };
}

interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** Where a part of a turned picture, of size `turned`, was before. */
export function beforeTurn({ x, y, width, height }: Rectangle, turned: Size, quarters: Quarters): Rectangle {
  const [right, below] = [turned.width - x - width, turned.height - y - height];
  if (quarters === 1) return { x: y, y: right, width: height, height: width };
  if (quarters === 2) return { x: right, y: below, width, height };
  if (quarters === 3) return { x: below, y: x, width: height, height: width };
  return { x, y, width, height };
}
