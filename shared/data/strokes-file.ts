import { AppError } from '../contract/errors.ts';
import { sheetSchema } from '../contract/schemas/hand.ts';
import { extentOf, type Extent } from '../ink/fit.ts';
import type { Drawing, Point, Stroke } from '../ink/types.ts';

/** A drawing as a file has it, with its class's name where it says one. */
export interface NamedDrawing {
  readonly drawing: Drawing;
  readonly label: string | null;
  /** What was written on, in the strokes' units, where the file says it. */
  readonly sheet: Extent | undefined;
}

/**
 * The drawings of a file of strokes: JSON as an array of drawings, one drawing alone, or an object with `drawings`; a drawing
 * is an array of strokes or an object with `strokes` (and `label`, and `sheet`); a stroke is an array of points, or an object with
 * `points`; a point is [x, y] or {x, y}, with more behind them (time, pressure) passed over. Also Quick Draw's ndjson and its
 * strokes of [all x, all y]. y runs downward, the scale does not matter. A byte order mark is passed over.
 *
 * Throws, with {file}: `file-empty`, `strokes-unreadable` (no JSON of this kind), `strokes-none` (no drawings),
 * `strokes-other` {drawing}, `stroke-other` {drawing, stroke}, and `point-other` {drawing, stroke, point, found}, `point-too-large`
 * {drawing, stroke, point}: all counted from 1. Drawings without ink come back as they are.
 */
export function parseStrokes(text: string, file: string): NamedDrawing[] {
  const content = text.replace(/^\ufeff/, '');
  if (content.trim() === '') throw new AppError('file-empty', { file });
  const found = listOf(parseJson(content, file));
  if (found.length === 0) throw new AppError('strokes-none', { file });
  return found.map((value, i) => readDrawing(value, { file, drawing: i + 1 }));
}

/**
 * The whole as JSON, or each line of it (ndjson). NaN and Infinity, which are no JSON, are read all the same, so that
 * the error can name their place.
 */
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(withNames(text));
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2 && !text.trim().startsWith('{'))
      throw new AppError('strokes-unreadable', { file, line: lineOf(error, text) }, error);
    return lines.map((line, i) => {
      try {
        return JSON.parse(withNames(line)) as unknown;
      } catch (cause) {
        const line = i === 0 ? lineOf(error, text) : i + 1;
        throw new AppError('strokes-unreadable', { file, line }, cause);
      }
    });
  }
}

/** NaN and Infinity as text, wherever they stand for a number. */
const withNames = (text: string): string => text.replace(/([[,:]\s*)(-?(?:NaN|Infinity))(?=\s*[\],}])/g, '$1"$2"');

/** The line that a JSON error is in; V8 says a position. */
function lineOf(error: unknown, text: string): number {
  const position = Number(/position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0);
  return text.slice(0, position).split('\n').length;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The drawings in what the file holds: how deep its brackets go tells one drawing from many. */
function listOf(value: unknown): readonly unknown[] {
  if (isObject(value)) return Array.isArray(value['drawings']) ? value['drawings'] : [value];
  if (!Array.isArray(value)) return [value];
  const list: readonly unknown[] = value;
  return list.length > 0 && list.every(isStroke) ? [list] : list;
}

/** Points, as [x, y] or {x, y}; not a drawing, whose members are strokes. */
const isStroke = (value: unknown): boolean =>
  (isObject(value) && 'points' in value) ||
  (Array.isArray(value) &&
    value.length > 0 &&
    value.every((point) => (isObject(point) ? 'x' in point : isNumbers(point))));

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((each) => typeof each === 'number' || each === null || typeof each === 'string');

/** For errors: the file's name, and which of its drawings, from 1 on. */
export interface DrawingPlace {
  readonly file: string;
  readonly drawing: number;
}

function readDrawing(value: unknown, place: DrawingPlace): NamedDrawing {
  const fields = isObject(value) ? value : {};
  const strokes = Array.isArray(value) ? value : (fields['strokes'] ?? fields['drawing']);
  if (!Array.isArray(strokes)) throw new AppError('strokes-other', { ...place });
  const label = fields['label'] ?? fields['word'];
  const drawing = readStrokes(strokes, Array.isArray(fields['drawing']) || hasColumns(strokes), place);
  const sheet = sheetSchema.safeParse(fields['sheet']).data;
  return { drawing, label: typeof label === 'string' || typeof label === 'number' ? String(label) : null, sheet };
}

/**
 * Strokes of points, or (Quick Draw's) of [all x, all y]. Throws `stroke-other` {file, drawing, stroke}, `point-other` {file, drawing,
 * stroke, point, found} and `point-too-large` {file, drawing, stroke, point}.
 */
export function readStrokes(strokes: readonly unknown[], asColumns: boolean, place: DrawingPlace): Drawing {
  const drawing = strokes.map((stroke, i) => readStroke(stroke, asColumns, { ...place, stroke: i + 1 }));
  checkExtent(drawing, place);
  return drawing;
}

/**
 * Whether the strokes are columns: [all x, all y] (and times), each as long. Two points [x, y] look the same. Then they
 * are taken for columns if another stroke shows it, or if the strokes join better that way.
 */
function hasColumns(strokes: readonly unknown[]): boolean {
  const written = strokes.filter((stroke) => Array.isArray(stroke) && stroke.length > 0) as unknown[][];
  const isColumns = (stroke: unknown[]): boolean =>
    (stroke.length === 2 || stroke.length === 3) &&
    stroke.every((column) => isNumbers(column) && (column as unknown[]).length === (stroke[0] as unknown[]).length);
  if (written.length === 0 || !written.every(isColumns)) return false;
  const longest = Math.max(...written.map((stroke) => (stroke[0] as unknown[]).length));
  // Three columns of a few values might as well be three points with time and pressure.
  if (written.some((stroke) => stroke.length === 3)) return longest > 4;
  return longest === 2 ? joins(written, true) < joins(written, false) : longest > 2;
}

/** How far each stroke begins from where the one before it ended, in sum: writers go on near where they were. */
function joins(strokes: readonly unknown[][], asColumns: boolean): number {
  const ends = strokes.map((stroke) => {
    const [[a, b], [c, d]] = stroke as [[number, number], [number, number]];
    return asColumns ? { from: [a, c], to: [b, d] } : { from: [a, b], to: [c, d] };
  });
  return ends
    .slice(1)
    .reduce((sum, { from }, i) => sum + Math.hypot(from[0]! - ends[i]!.to[0]!, from[1]! - ends[i]!.to[1]!), 0);
}

function readStroke(value: unknown, asColumns: boolean, place: DrawingPlace & { readonly stroke: number }): Stroke {
  const points = isObject(value) ? value['points'] : value;
  if (!Array.isArray(points)) throw new AppError('stroke-other', { ...place });
  if (!asColumns || points.length === 0) return points.map((point, i) => readPoint(point, { ...place, point: i + 1 }));
  const [xs, ys] = points as unknown[][];
  if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length)
    throw new AppError('stroke-other', { ...place });
  return xs.map((x, i) => readPoint([x, ys[i]], { ...place, point: i + 1 }));
}

function readPoint(value: unknown, place: DrawingPlace & { readonly stroke: number; readonly point: number }): Point {
  const [x, y] = isObject(value)
    ? [value['x'], value['y']]
    : Array.isArray(value)
      ? (value as unknown[])
      : [value, value];
  for (const coordinate of [x, y]) {
    // 1e999 is read as Infinity.
    if (typeof coordinate === 'number' && Number.isFinite(coordinate)) continue;
    throw new AppError('point-other', { ...place, found: shown(coordinate) });
  }
  return [x as number, y as number];
}

/** How much of a text is shown in an error. */
const SHOWN = 40;

/** A value for an error, close to how the file has it. What is inside lists and objects is left out: it may have no measure. */
function shown(value: unknown): string {
  if (typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity')
    return String(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return (JSON.stringify(typeof value === 'string' ? value.slice(0, SHOWN) : value) ?? 'nothing').slice(0, SHOWN);
}

/** Throws for numbers that are too large to be drawn: their distance overflows. */
function checkExtent(drawing: Drawing, place: DrawingPlace): void {
  try {
    extentOf(drawing);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { stroke = 1, point = 1 } = error.params;
    throw new AppError('point-too-large', { ...place, stroke, point }, error);
  }
}
