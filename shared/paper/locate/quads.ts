import type { Point } from '../../ink/types.ts';
import type { Mark } from './marks.ts';

/** Four marks that may be a page's corners, clockwise as the picture shows them. */
export type Quad = readonly [Mark, Mark, Mark, Mark];

/** The nearest mark of a page is at most so many times as large as the farthest. */
const UNLIKE = 2.4;

/** Of more marks than these only the largest are looked at. */
const MOST = 14;

/** Marks are this share of the distance between two of them, at most and at least: on a page 10.5 of 174 to 312 millimetres. */
const SHARE = { least: 0.015, most: 0.14 };

/** All sets of four marks that a camera may see as a page's corners, the largest first. */
export function quadsOf(marks: readonly Mark[]): Quad[] {
  const some = [...marks].sort((a, b) => b.side - a.side).slice(0, MOST);
  const quads: Quad[] = [];
  for (let a = 0; a < some.length; a++) {
    for (let b = a + 1; b < some.length; b++) {
      for (let c = b + 1; c < some.length; c++) {
        for (let d = c + 1; d < some.length; d++) {
          const quad = clockwise([some[a]!, some[b]!, some[c]!, some[d]!]);
          if (mayBePage(quad)) quads.push(quad);
        }
      }
    }
  }
  return quads.sort((a, b) => areaOf(b) - areaOf(a));
}

/** The eight ways in which a quad's corners may be top left, top right, bottom right and bottom left: turned, and mirrored. */
export function ordersOf(quad: Quad): { readonly corners: readonly Point[]; readonly mirrored: boolean }[] {
  const points = quad.map(({ middle }) => middle);
  return [0, 1].flatMap((mirrored) =>
    [0, 1, 2, 3].map((turn) => {
      const corners = [0, 1, 2, 3].map((i) => points[(turn + (mirrored === 1 ? 4 - i : i)) % 4]!);
      return { corners, mirrored: mirrored === 1 };
    }),
  );
}

/** Three marks that may be a page's corners, and where the fourth would be if the page is seen from straight above. */
export interface Triple {
  readonly corners: readonly Point[];
  /** Which of the corners, as markMiddles has them, is the fourth. */
  readonly missing: number;
  readonly mirrored: boolean;
}

/** More marks than these are no page with a mark covered. */
const MOST_OF_THREE = 5;

/** The cosine of the angle that a page's corner may at most be seen away from a right one. */
const ASKEW = 0.35;

/** Every way in which three of few marks may be corners of a page. */
export function triplesOf(marks: readonly Mark[]): Triple[] {
  if (marks.length > MOST_OF_THREE) return [];
  const found: Triple[] = [];
  marks.forEach((opposite) => {
    // Of a page's three corners, the one across from the missing one has the right angle.
    for (const first of marks) {
      for (const second of marks) {
        if (new Set([opposite, first, second]).size < 3 || !isCorner(first, opposite, second)) continue;
        const points = [first, opposite, second].map(({ middle }) => middle) as [Point, Point, Point];
        found.push(...placings(points));
      }
    }
  });
  return found;
}

/** Clockwise, and about a right angle between two sides that marks of this size may be apart. */
function isCorner(first: Mark, opposite: Mark, second: Mark): boolean {
  const sides = [first.side, opposite.side, second.side];
  if (Math.max(...sides) > UNLIKE * Math.min(...sides)) return false;
  const turned = turn(first.middle, opposite.middle, second.middle);
  return turned > Math.sqrt(1 - ASKEW ** 2) && [first, second].every((mark) => isApart(mark, opposite));
}

/** Three corners clockwise as they may lie on the page: turned four ways, and mirrored. */
function placings([first, opposite, second]: readonly [Point, Point, Point]): Triple[] {
  const fourth: Point = [first[0] + second[0] - opposite[0], first[1] + second[1] - opposite[1]];
  return [false, true].flatMap((mirrored) =>
    [0, 1, 2, 3].map((missing) => {
      const around = mirrored ? [fourth, second, opposite, first] : [fourth, first, opposite, second];
      return { corners: [0, 1, 2, 3].map((i) => around[(i - missing + 4) % 4]!), missing, mirrored };
    }),
  );
}

function isApart(a: Mark, b: Mark): boolean {
  const share = (a.side + b.side) / 2 / distance(a.middle, b.middle);
  return share >= SHARE.least && share <= SHARE.most;
}

function clockwise(marks: readonly Mark[]): Quad {
  const [x, y] = [0, 1].map((axis) => marks.reduce((sum, { middle }) => sum + middle[axis]!, 0) / marks.length) as [
    number,
    number,
  ];
  const angle = ({ middle }: Mark): number => Math.atan2(middle[1] - y, middle[0] - x);
  return [...marks].sort((a, b) => angle(a) - angle(b)) as unknown as Quad;
}

function mayBePage(quad: Quad): boolean {
  const sides = quad.map(({ side }) => side);
  if (Math.max(...sides) > UNLIKE * Math.min(...sides)) return false;
  return quad.every((mark, i) => {
    const [before, after] = [quad[(i + 3) % 4]!, quad[(i + 1) % 4]!];
    return isApart(mark, after) && turn(before.middle, mark.middle, after.middle) > 0.4;
  });
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The sine of the angle at `b`: positive where the way from a over b to c turns to the right. */
const turn = (a: Point, b: Point, c: Point): number =>
  ((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) / (distance(a, b) * distance(b, c));

function areaOf(quad: Quad): number {
  return quad.reduce((sum, { middle: [x, y] }, i) => {
    const [nx, ny] = quad[(i + 1) % 4]!.middle;
    return sum + (x * ny - nx * y) / 2;
  }, 0);
}
