import type { Anchor, Skeleton } from '../synthetic/path.ts';

const TURNS = { '-': 'corner', '!': 'sharp' } as const;

/**
 * A skeleton from its short form: strokes parted by `|`, anchors by spaces, each as `x,y`; behind it `-` for a corner and `!`
 * for a sharp turn (see Anchor).
 */
export const skeletonOf = (text: string): Skeleton =>
  text.split(' | ').map((stroke) => stroke.split(' ').map(anchorOf));

function anchorOf(text: string): Anchor {
  const mark = text.at(-1) as keyof typeof TURNS;
  const turn = Object.hasOwn(TURNS, mark) ? TURNS[mark] : undefined;
  const [x, y] = (turn ? text.slice(0, -1) : text).split(',').map(Number) as [number, number];
  return turn ? [x, y, turn] : [x, y];
}
