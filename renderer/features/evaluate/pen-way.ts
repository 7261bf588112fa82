import type { ImagePreparation } from '../../../shared/contract/schemas/evaluated-image.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { extentOf, type Extent } from '../../../shared/ink/fit.ts';
import { inkSteps } from '../../../shared/ink/rasterize.ts';
import type { Drawing, InkSteps } from '../../../shared/ink/types.ts';

/** A drawing on a pad whose side is 1, with what became of it. */
export interface PenWay {
  readonly strokes: Drawing;
  readonly ink: InkSteps;
  readonly frame: Frame;
  /** As a share of the pad's side. */
  readonly brush: number;
}

/** Room around ink whose sheet is not known, as a share of the ink's longer side. */
const MARGIN = 0.15;

/** Strokes in any unit, brought to a square pad as they stand on their sheet; without one the ink is in the middle. */
export function penWay({ strokes, sheet, frame }: NonNullable<ImagePreparation['ink']>): PenWay {
  const drawing: Drawing = strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
  const seen = sheet ?? withMargin(extentOf(drawing)!);
  const side = Math.max(seen.width, seen.height) || 1;
  const [left, top] = [seen.x - (side - seen.width) / 2, seen.y - (side - seen.height) / 2];
  const onPad: Drawing = drawing.map((stroke) =>
    stroke.map(([x, y]) => [(x - left) / side, (y - top) / side] as const),
  );
  const page = sheet && {
    x: (sheet.x - left) / side,
    y: (sheet.y - top) / side,
    width: sheet.width / side,
    height: sheet.height / side,
  };
  const ink = inkSteps(onPad, { frame, sheet: page ?? undefined });
  return { strokes: onPad, ink, frame, brush: ink.scale > 0 ? ink.penWidth / ink.scale : 0 };
}

function withMargin({ x, y, width, height }: Extent): Extent {
  const room = MARGIN * Math.max(width, height);
  return { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
}
