import { z } from 'zod';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing, Point } from '../../shared/ink/types.ts';

/** More points than a hand draws into one sign. */
const MOST_POINTS = 100_000;

const pointSchema = z.union([
  z
    .tuple([z.number(), z.number()])
    .rest(z.unknown())
    .transform(([x, y]): Point => [x, y]),
  z.object({ x: z.number(), y: z.number() }).transform(({ x, y }): Point => [x, y]),
]);

/** Quick Draw's: all x, all y, and in its raw files all times. */
const columnsSchema = z
  .tuple([z.array(z.number()), z.array(z.number())])
  .rest(z.unknown())
  .refine(([xs, ys]) => xs.length === ys.length)
  .transform(([xs, ys]): Point[] => xs.map((x, i) => [x, ys[i]!]));

const pointsSchema = z.union([
  z.array(pointSchema),
  z.object({ points: z.array(pointSchema) }).transform(({ points }) => points),
]);

/** An item of Quick Draw's files; two strokes of two points each look like columns, so that the field decides. */
const quickDrawSchema = z
  .object({ word: z.string().trim().min(1), drawing: z.array(columnsSchema) })
  .transform(({ word, drawing }) => ({ label: word, strokes: drawing }));

const labelSchema = z.union([z.string().trim().min(1), z.number().int().transform(String)]);

const oursSchema = z.object({ label: labelSchema, strokes: z.array(pointsSchema) });

export const labelledDrawingSchema = z.union([quickDrawSchema, oursSchema]);

export interface LabelledDrawing {
  readonly label: string;
  readonly strokes: Drawing;
}

/** A drawing as an image of 28 x 28; null when it has no ink. Throws RangeError for one that no hand drew. */
export function imageOf({ strokes }: LabelledDrawing): Uint8Array | null {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points > MOST_POINTS) throw new RangeError('too many points');
  return points === 0 ? null : rasterize(strokes);
}
