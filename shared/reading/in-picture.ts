import type { FoundLine, Quad, ReadSymbol } from '../contract/schemas/reading.ts';
import { LINE_HEIGHT } from '../page/page.ts';
import { homography, type Mapping } from '../paper/locate/homography.ts';
import type { Place } from './place-signs.ts';

/** A line's corners, for what is placed on its image. */
export const cornersOf = (width: number): Quad => [
  [0, 0],
  [width, 0],
  [width, LINE_HEIGHT],
  [0, LINE_HEIGHT],
];

/** From a line's image to the picture that it was found in. */
export function toPictureOf({ width, quad }: Pick<FoundLine, 'width' | 'quad'>): Mapping {
  // Only a line without extent has none; then all of it is at its corner.
  return homography(cornersOf(width), quad) ?? (() => quad[0]);
}

/** A place of a line's image in the picture. */
export function placed(toPicture: Mapping, { left, top, right, bottom }: Place): Pick<ReadSymbol, 'quad' | 'box'> {
  return quadWithBox(
    [toPicture(left, top), toPicture(right, top), toPicture(right, bottom), toPicture(left, bottom)].map(
      ([x, y]): [number, number] => [x, y],
    ) as Quad,
  );
}

export function quadWithBox(quad: Quad): Pick<ReadSymbol, 'quad' | 'box'> {
  const [xs, ys] = [quad.map(([x]) => x), quad.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { quad, box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}
