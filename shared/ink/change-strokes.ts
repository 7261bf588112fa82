import type { PenStrokes } from '../contract/schemas/hand.ts';
import type { StrokeAugmentation } from '../contract/schemas/recipe.ts';
import type { Frame } from '../contract/schemas/task.ts';
import type { Random } from '../random/random.ts';
import { extentOf, type Extent } from './fit.ts';
import { atOtherSpeed } from './pen-speed.ts';
import { rasterize } from './rasterize.ts';
import type { Drawing, Point } from './types.ts';
import { wobbled } from './wobble.ts';

/** A drawing with what it was drawn on, in its own units, and (third numbers of points) when, if that is known. */
export interface PenDrawing {
  readonly strokes: PenStrokes;
  readonly sheet?: Extent | undefined;
}

/** Nothing is changed. */
export const NO_STROKE_AUGMENTATION: StrokeAugmentation = { slant: 0, scale: 0, wobble: 0, penWidth: 0, speed: 0 };

/** How a person's own drawings of a sign differ: nobody would call one of them another sign. */
export const LIGHT_STROKES: StrokeAugmentation = {
  slant: 10,
  scale: 0.15,
  wobble: 0.04,
  penWidth: 0.2,
  speed: 0.5,
};

/** Whether any drawing is changed at all. */
export const augmentsStrokes = (limits: StrokeAugmentation): boolean =>
  Object.values(limits).some((limit) => limit > 0);

const RADIANS = Math.PI / 180;

/**
 * A drawing as its writer might have drawn it another time, as an image of the frame: each kind of change is uniform within its
 * limit. With all limits 0 the image is that of the drawing to the byte. What was on its sheet stays there. A function of drawing,
 * frame, limits and the random numbers alone; how many of these it takes depends on the drawing.
 */
export function drawChanged(drawing: PenDrawing, frame: Frame, limits: StrokeAugmentation, random: Random): Uint8Array {
  const { sheet } = drawing;
  if (!augmentsStrokes(limits)) return rasterize(pointsAlone(drawing.strokes), { frame, sheet });
  const signed = (limit: number): number => limit * random.uniform(-1, 1);
  const [lean, wide, high] = [signed(limits.slant), signed(limits.scale), signed(limits.scale)];
  const [pen, speed] = [signed(limits.penWidth), signed(limits.speed)];
  const paced = atOtherSpeed(drawing.strokes, speed);
  const shaken = wobbled(paced, limits.wobble, random);
  const changed = stretched(shaken, { wide, high, slope: Math.tan(lean * RADIANS) });
  return rasterize(within(changed, drawing.strokes, sheet), { frame, sheet, penTimes: 1 + pen });
}

interface Stretch {
  /** By how much of themselves width and height grow. */
  readonly wide: number;
  readonly high: number;
  /** By how much of its height above the middle a point moves to the right. */
  readonly slope: number;
}

/** About the middle of the drawing. */
function stretched(drawing: Drawing, { wide, high, slope }: Stretch): Drawing {
  const extent = extentOf(drawing);
  if (extent === null) return drawing;
  const [cx, cy] = [extent.x + extent.width / 2, extent.y + extent.height / 2];
  // Sums of changes, so that what is not changed stays the same number to the bit.
  return moved(drawing, ([x, y]) => [x + wide * (x - cx) - slope * (1 + high) * (y - cy), y + high * (y - cy)]);
}

/** The drawing on its sheet, as far as it was on it before: made smaller and moved, if it must be. */
function within(changed: Drawing, before: PenStrokes, sheet: Extent | undefined): Drawing {
  const [now, was] = [extentOf(changed), extentOf(pointsAlone(before))];
  if (sheet === undefined || now === null || was === null) return changed;
  const room = around(sheet, was);
  const shrink = Math.min(1, room.width / now.width, room.height / now.height);
  const [cx, cy] = [now.x + now.width / 2, now.y + now.height / 2];
  const right = inside(cx, (shrink * now.width) / 2, room.x, room.x + room.width) - cx;
  const down = inside(cy, (shrink * now.height) / 2, room.y, room.y + room.height) - cy;
  if (shrink === 1 && right === 0 && down === 0) return changed;
  return moved(changed, ([x, y]) => [cx + right + shrink * (x - cx), cy + down + shrink * (y - cy)]);
}

/** The nearest place to `middle` for something that reaches so far to both sides of it. */
const inside = (middle: number, reach: number, low: number, high: number): number =>
  Math.max(low + reach, Math.min(high - reach, middle));

function around(a: Extent, b: Extent): Extent {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

const moved = (drawing: Drawing, move: (point: Point) => Point): Drawing => drawing.map((stroke) => stroke.map(move));

/** Points without their times. */
export const pointsAlone = (strokes: PenStrokes): Drawing =>
  strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
