import type { RobustnessCurve } from '../contract/schemas/robustness.ts';

/** The room of a small plot, in its own pixels: its size, and what its axes leave free. */
export interface PlotRoom {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Point = RobustnessCurve['points'][number];

export interface CurvePlot {
  /** Where an amount, and a share from 0 to 1, are. */
  readonly x: (amount: number) => number;
  readonly y: (share: number) => number;
  /** SVG paths of the accuracies and of their intervals; points without images are left out. */
  readonly line: string;
  readonly band: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly point: Point }[];
}

/** A curve of accuracy over the amounts of a change, from 0 to 100 %, as something to draw. */
export function curvePlot({ points }: RobustnessCurve, room: PlotRoom): CurvePlot {
  const amounts = points.map(({ amount }) => amount);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const [wide, high] = [room.width - room.left - room.right, room.height - room.top - room.bottom];
  const x = (amount: number): number => rounded(room.left + (wide * (amount - least)) / Math.max(1e-9, most - least));
  const y = (share: number): number => rounded(room.top + high * (1 - share));
  const known = points.flatMap((point) =>
    point.accuracy === null ? [] : [{ x: x(point.amount), y: y(point.accuracy), point }],
  );
  const path = (places: readonly (readonly [number, number])[]): string =>
    places.length === 0 ? '' : `M${places.map((place) => place.join(' ')).join('L')}`;
  const highs = known.map(({ x: at, point }): [number, number] => [at, y(point.interval95[1])]);
  const lows = known.map(({ x: at, point }): [number, number] => [at, y(point.interval95[0])]).reverse();
  const around = path([...highs, ...lows]);
  return {
    x,
    y,
    line: path(known.map(({ x: at, y: up }): [number, number] => [at, up])),
    band: around && `${around}Z`,
    points: known,
  };
}

const rounded = (value: number): number => Math.round(100 * value) / 100;
