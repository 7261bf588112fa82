import type { ImageMap } from '../../../../shared/contract/schemas/image-map.ts';
import type { Spot } from './map-view.ts';

/** An image on a map. */
export interface MapPoint extends Spot {
  readonly place: number;
  /** Null: left out by a correction. */
  readonly label: number | null;
  /** Null: the model gave no answer. */
  readonly predicted: number | null;
}

export const pointsOf = ({ places, x, y, labels, predicted }: ImageMap): MapPoint[] =>
  places.map((place, i) => ({ place, x: x[i]!, y: y[i]!, label: labels[i]!, predicted: predicted[i]! }));

export const isWrong = ({ label, predicted }: MapPoint): boolean => label !== null && label !== predicted;

const squareDistance = (a: Spot, b: Spot): number => (a.x - b.x) ** 2 + (a.y - b.y) ** 2;

/** The point nearest to a place of the map, no farther than `reach`; null where there is none. */
export function nearestTo(points: readonly MapPoint[], spot: Spot, reach = Infinity): MapPoint | null {
  let [best, least]: [MapPoint | null, number] = [null, reach * reach];
  for (const point of points) {
    const square = squareDistance(point, spot);
    if (square <= least && (best === null || square < least)) [best, least] = [point, square];
  }
  return best;
}

/** The nearest point that lies in a direction, within 45 degrees of it (`dx`, `dy`: one of them 1 or -1, the other 0); null at the edge. */
export function nextTowards(points: readonly MapPoint[], from: MapPoint, dx: number, dy: number): MapPoint | null {
  const ahead = points.filter((point) => {
    const [along, aside] = [
      (point.x - from.x) * dx + (point.y - from.y) * dy,
      (point.x - from.x) * dy + (point.y - from.y) * dx,
    ];
    return along > 0 && Math.abs(aside) <= along;
  });
  return nearestTo(ahead, from);
}

/** Whether a place lies inside a closed line (even-odd, as canvases fill): a ray to the right crosses it an odd number of times. */
export function isInside(line: readonly Spot[], { x, y }: Spot): boolean {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [a, b] = [line[i]!, line[j]!];
    if (a.y > y !== b.y > y && x < a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)) inside = !inside;
  }
  return inside;
}

/** The middle of each class's points (medians, which a few that went astray do not move); null for a class without any. */
export function middles(points: readonly MapPoint[], classes: number): (Spot | null)[] {
  const own = Array.from({ length: classes }, (): MapPoint[] => []);
  for (const point of points) if (point.label !== null) own[point.label]?.push(point);
  return own.map((some) =>
    some.length === 0 ? null : { x: median(some.map(({ x }) => x)), y: median(some.map(({ y }) => y)) },
  );
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** The two classes whose middles are closest; null with fewer than two classes. */
export function closestPair(spots: readonly (Spot | null)[]): [number, number] | null {
  let [pair, least]: [[number, number] | null, number] = [null, Infinity];
  spots.forEach((a, i) => {
    spots.slice(0, i).forEach((b, j) => {
      const square = a && b ? squareDistance(a, b) : Infinity;
      if (square < least) [pair, least] = [[j, i], square];
    });
  });
  return pair;
}
