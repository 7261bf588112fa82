import { token } from '../../../styles/theme.ts';
import { isWrong, type MapPoint } from './map-points.ts';
import { type MapView, type Spot, toCanvas } from './map-view.ts';

/** All that a map's canvas shows. */
export interface MapPicture {
  readonly points: readonly MapPoint[];
  readonly view: MapView;
  /** The canvas's sides in CSS pixels, and device pixels in one. */
  readonly side: number;
  readonly ratio: number;
  /** Of the classes. */
  readonly colors: readonly string[];
  readonly names: readonly string[];
  readonly middles: readonly (Spot | null)[];
  /** Whether a point stands out; the others are pale. */
  readonly lit: (point: MapPoint) => boolean;
  /** Where the keyboard or the pointer is, and the image that is shown large. */
  readonly active: MapPoint | null;
  readonly open: MapPoint | null;
  /** The line that is being drawn, on the map. */
  readonly lasso: readonly Spot[];
}

const PALE = 0.16;
const NAME_SIZE = 13;

/** Draws the map anew. */
export function paintMap(context: CanvasRenderingContext2D, picture: MapPicture): void {
  const { points, side, ratio, lit } = picture;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = token('--surface');
  context.fillRect(0, 0, side, side);
  const radius = radiusOf(picture);
  const [bright, pale] = [points.filter(lit), points.filter((point) => !lit(point))];
  context.globalAlpha = PALE;
  dots(context, picture, pale, radius);
  context.globalAlpha = 1;
  dots(context, picture, bright, radius);
  context.strokeStyle = token('--ink');
  context.lineWidth = 1.25;
  rings(context, picture, bright.filter(isWrong), radius + 1.5);
  context.lineWidth = 2;
  if (picture.open) rings(context, picture, [picture.open], radius + 4.5);
  context.strokeStyle = token('--focus');
  if (picture.active) rings(context, picture, [picture.active], radius + 3);
  classNames(context, picture);
  if (picture.lasso.length > 1) lassoLine(context, picture);
}

/** Many points are small ones, and grow a little when they are looked at closely. */
const radiusOf = ({ points, view, side }: MapPicture): number =>
  Math.max(1.4, Math.min(4.5, (0.3 * side) / Math.sqrt(points.length + 100))) * view.zoom ** 0.3;

/** One path for each colour: thousands of fills of their own would take more than a frame. */
function dots(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  points: readonly MapPoint[],
  radius: number,
): void {
  const byColor = new Map<string, MapPoint[]>();
  const none = token('--ink-3');
  for (const point of points) {
    const color = point.label === null ? none : (picture.colors[point.label] ?? none);
    const own = byColor.get(color);
    if (own) own.push(point);
    else byColor.set(color, [point]);
  }
  for (const [color, own] of byColor) {
    context.fillStyle = color;
    circles(context, picture, own, radius);
    context.fill();
  }
}

function rings(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  points: readonly MapPoint[],
  radius: number,
): void {
  circles(context, picture, points, radius);
  context.stroke();
}

function circles(
  context: CanvasRenderingContext2D,
  { view, side }: MapPicture,
  points: readonly MapPoint[],
  radius: number,
): void {
  context.beginPath();
  for (const point of points) {
    const { x, y } = toCanvas(view, side, point);
    if (x < -radius || y < -radius || x > side + radius || y > side + radius) continue;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** The classes' names in the middle of their points: colours alone do not say what is what. */
function classNames(context: CanvasRenderingContext2D, { view, side, middles, names }: MapPicture): void {
  context.font = `600 ${NAME_SIZE}px ${token('--font')}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = token('--surface');
  context.fillStyle = token('--ink');
  middles.forEach((middle, place) => {
    if (!middle) return;
    const { x, y } = toCanvas(view, side, middle);
    context.strokeText(names[place]!, x, y);
    context.fillText(names[place]!, x, y);
  });
}

function lassoLine(context: CanvasRenderingContext2D, { view, side, lasso }: MapPicture): void {
  context.beginPath();
  for (const spot of lasso) {
    const { x, y } = toCanvas(view, side, spot);
    context.lineTo(x, y);
  }
  context.closePath();
  context.fillStyle = token('--selected-soft');
  context.fill();
  context.strokeStyle = token('--ink-2');
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
}
