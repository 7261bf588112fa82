import { line, pathElement, svgDocument, SVG_COLORS, SVG_INK, SVG_ROOM, text } from '../../charts/svg.ts';
import { tradeoffPlot, type TradeoffPoint } from './tradeoff.ts';

export interface TradeoffWords {
  readonly title: string;
  readonly cost: (cost: number) => string;
  readonly accuracy: (accuracy: number) => string;
}

/** Accuracy and cost as an SVG document, with each line's name beside its point. */
export function tradeoffSvg(points: readonly TradeoffPoint[], { title, cost, accuracy }: TradeoffWords): string {
  const { x, y, frontPath, xTicks, yTicks } = tradeoffPlot(points, SVG_ROOM);
  const right = SVG_ROOM.width - SVG_ROOM.right;
  const bottom = SVG_ROOM.height - SVG_ROOM.bottom;
  return svgDocument(title, [
    ...yTicks.map((tick) => line(SVG_ROOM.left, y(tick), right, y(tick), SVG_INK.line)),
    ...yTicks.map((tick) => text(SVG_ROOM.left - 10, y(tick) + 4, accuracy(tick), { anchor: 'end' })),
    ...xTicks.map((tick) => text(x(tick), bottom + 22, cost(tick), { anchor: 'middle' })),
    pathElement(frontPath, SVG_INK.quiet, '4 4'),
    ...[...points].reverse().flatMap((point) => pointParts(point, x(point.cost), y, SVG_COLORS)),
  ]);
}

function pointParts(
  { name, color, accuracy, interval95 }: TradeoffPoint,
  x: number,
  y: (accuracy: number) => number,
  colors: typeof SVG_COLORS,
): string[] {
  if (color === null) return [`<circle cx="${x.toFixed(2)}" cy="${y(accuracy).toFixed(2)}" r="2.6" fill="#9a9ba1"/>`];
  const fill = colors[color];
  return [
    ...(interval95 ? [line(x, y(interval95[0]), x, y(interval95[1]), fill)] : []),
    `<circle cx="${x.toFixed(2)}" cy="${y(accuracy).toFixed(2)}" r="5" fill="${fill}"/>`,
    text(x + 9, y(accuracy) - 6, name, { weight: 600, fill }),
  ];
}
