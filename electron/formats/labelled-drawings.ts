import { z } from 'zod';
import { AppError } from '../../shared/contract/errors.ts';
import { sheetSchema } from '../../shared/contract/schemas/hand.ts';
import type { Frame } from '../../shared/contract/schemas/task.ts';
import { readStrokes, type DrawingPlace } from '../../shared/data/strokes-file.ts';
import { strokeTimes, type StrokeTimes } from '../../shared/data/stroke-times.ts';
import type { Extent } from '../../shared/ink/fit.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing } from '../../shared/ink/types.ts';

/** More points than a hand draws into one sign. */
const MOST_POINTS = 100_000;

const labelSchema = z.union([z.string().trim().min(1), z.number().int().transform(String)]);

/** What is none of ours is passed over: other programs' files may have a field of the same name. */
const sheetOfFile = sheetSchema.optional().catch(undefined);

/** An item of Quick Draw's files, or of ours: the field tells the form of a stroke. */
const itemSchema = z.union([
  z.object({ word: labelSchema, drawing: z.array(z.unknown()) }).transform(({ word, drawing }) => {
    return { label: word, strokes: drawing, sheet: undefined, asColumns: true };
  }),
  z
    .object({ label: labelSchema, strokes: z.array(z.unknown()), sheet: sheetOfFile })
    .transform((item) => ({ ...item, asColumns: false })),
]);

export interface LabelledDrawing {
  readonly label: string;
  readonly strokes: Drawing;
  /** When the pen was at its points, where the file says it. */
  readonly times?: StrokeTimes | null;
  /** What was written on, in the strokes' units, where the file says it. */
  readonly sheet?: Extent | undefined;
}

/**
 * A drawing with its label, of a file's JSON. Throws `labels-missing` {file} where it has no label, `record-invalid` {file,
 * record} where that is none or the strokes are missing, and what `readStrokes` throws.
 */
export function labelledDrawing(item: unknown, place: DrawingPlace): LabelledDrawing {
  const parsed = itemSchema.safeParse(item);
  if (!parsed.success) {
    const hasLabel = typeof item === 'object' && item !== null && ('label' in item || 'word' in item);
    if (!hasLabel) throw new AppError('labels-missing', { file: place.file });
    throw new AppError('record-invalid', { file: place.file, record: place.drawing }, parsed.error);
  }
  const { label, strokes, sheet, asColumns } = parsed.data;
  const drawing = readStrokes(strokes, asColumns, place);
  return { label, strokes: drawing, times: strokeTimes(strokes, asColumns), sheet };
}

/**
 * A drawing as an image of the frame; null when it has no ink. `common`: the sheet of a drawing that brings none. Throws RangeError
 * for one that no hand drew.
 */
export function imageOf(
  { strokes, sheet = undefined }: LabelledDrawing,
  frame: Frame,
  common: Extent | null,
): Uint8Array | null {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points > MOST_POINTS) throw new RangeError('too many points');
  return points === 0 ? null : rasterize(strokes, { frame, sheet: sheet ?? common ?? undefined });
}
