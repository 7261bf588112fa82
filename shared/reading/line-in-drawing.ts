import type { FoundLine } from '../contract/schemas/reading.ts';
import { blotsOf } from '../ink/blots.ts';
import { drawStrokes } from '../ink/coverage.ts';
import { extentOf } from '../ink/fit.ts';
import { quantile } from '../ink/grey-image.ts';
import type { Drawing } from '../ink/types.ts';
import { lineImage } from '../page/line-image.ts';
import { LINE_HEIGHT, type Box, type Page, type PageLine } from '../page/page.ts';
import { foundLine } from './lines-in-picture.ts';

/** Pixels for each height of a digit: more than a model sees. */
const DETAIL = 2 * LINE_HEIGHT;

/** Of a digit's height, as in the lines that a model learns from. */
const PEN = 0.11;

/** Strokes smaller than this share of the largest are points and parts of signs: they do not say how high digits are. */
const LOW = 0.4;

/** No line is longer, and no pen goes farther on it, in digit heights: of a drawing that is, all ink is in a smaller scale. */
const LONGEST = 60;
const LONGEST_WAY = 3000;

/** Ink from this level on belongs to a mark. */
const INK = 96;

/** A drawing of one line as a model of lines reads it; `quad` is in the drawing's units. Null: it has no point. */
export function lineInDrawing(drawing: Drawing): FoundLine | null {
  const extent = extentOf(drawing);
  if (extent === null) return null;
  // A level stroke alone, which may be a minus, is half a digit's height for each of its own length.
  const sizes = drawing
    .flatMap((stroke) => extentOf([stroke]) ?? [])
    .map(({ width, height }) => Math.max(height, width / 2));
  const largest = Math.max(...sizes);
  const usual = quantile(Float32Array.from(sizes.filter((size) => size >= LOW * largest)), 0.5);
  const digit = Math.max(usual, extent.height / 2, extent.width / LONGEST, wayOf(drawing) / LONGEST_WAY) || 1;
  const scale = DETAIL / digit;
  const edge = Math.ceil(PEN * DETAIL) + 2;
  const size = {
    width: Math.ceil(extent.width * scale) + 2 * edge,
    height: Math.ceil(extent.height * scale) + 2 * edge,
  };
  const fit = { scale, penWidth: PEN * DETAIL, offsetX: edge, offsetY: edge };
  const ink = drawStrokes(drawing, extent, fit, size);
  const page: Page = {
    ...{ ...size, ink, plain: ink },
    toPicture: (x, y) => [extent.x + (x - edge) / scale, extent.y + (y - edge) / scale],
    ...{ picture: size, inverted: false, corners: null, turned: 0, rules: { flat: [], upright: [] }, steps: [] },
  };
  const line = lineOf(page, DETAIL);
  return foundLine(page, line, [lineImage(page, line)]);
}

const wayOf = (drawing: Drawing): number =>
  drawing.reduce(
    (sum, stroke) =>
      stroke.reduce(
        (way, [x, y], i) => way + Math.hypot(x - stroke[Math.max(0, i - 1)]![0], y - stroke[Math.max(0, i - 1)]![1]),
        sum,
      ),
    0,
  );

function lineOf(page: Page, digit: number): PageLine {
  const { all } = blotsOf(
    Uint8Array.from(page.ink, (level) => Number(level >= INK)),
    page,
  );
  const parts = all
    .filter(({ area }) => area > 0)
    .map(({ left, top, right, bottom }): Box => ({ left, top, right: right + 1, bottom: bottom + 1 }))
    .sort((a, b) => a.left - b.left);
  const box = {
    left: Math.min(...parts.map(({ left }) => left)),
    top: Math.min(...parts.map(({ top }) => top)),
    right: Math.max(...parts.map(({ right }) => right)),
    bottom: Math.max(...parts.map(({ bottom }) => bottom)),
  };
  const { left, top, right, bottom } = box;
  const quad = [
    page.toPicture(left, top),
    page.toPicture(right, top),
    page.toPicture(right, bottom),
    page.toPicture(left, bottom),
  ] as const;
  return { box, quad, parts, digit, cells: [] };
}
