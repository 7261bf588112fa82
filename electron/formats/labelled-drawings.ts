import { z } from 'zod';
import { AppError } from '../../shared/contract/errors.ts';
import { readStrokes, type DrawingPlace } from '../../shared/data/strokes-file.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing } from '../../shared/ink/types.ts';

/** More points than a hand draws into one sign. */
const MOST_POINTS = 100_000;

const labelSchema = z.union([z.string().trim().min(1), z.number().int().transform(String)]);

/** An item of Quick Draw's files, or of ours: the field tells the form of a stroke. */
const itemSchema = z.union([
  z.object({ word: labelSchema, drawing: z.array(z.unknown()) }).transform(({ word, drawing }) => {
    return { label: word, strokes: drawing, asColumns: true };
  }),
  z.object({ label: labelSchema, strokes: z.array(z.unknown()) }).transform((item) => ({ ...item, asColumns: false })),
]);

export interface LabelledDrawing {
  readonly label: string;
  readonly strokes: Drawing;
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
  const { label, strokes, asColumns } = parsed.data;
  return { label, strokes: readStrokes(strokes, asColumns, place) };
}

/** A drawing as an image of MNIST's frame; null when it has no ink. Throws RangeError for one that no hand drew. */
export function imageOf({ strokes }: LabelledDrawing): Uint8Array | null {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points > MOST_POINTS) throw new RangeError('too many points');
  return points === 0 ? null : rasterize(strokes);
}
