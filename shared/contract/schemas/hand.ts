import { z } from 'zod';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { classNameSchema, frameSchema } from './task.ts';

/** `hand-` and eight hex digits; also its folder's name, and the id of the data set that it is. */
export const handIdSchema = z.string().regex(/^hand-[0-9a-f]{8}$/);

/** When a sitting began (UTC, sortable) and something that tells it from another of the same second; also its file's name. */
export const sittingIdSchema = z.string().regex(/^\d{8}-\d{6}-[0-9a-f]{6}$/);

/** One drawing of a hand. */
export const sampleIdSchema = z.string().regex(/^[0-9a-f]{12}$/);

export const handNameSchema = nameSchema(80);

/** What one hand, drawing or call holds at most: more than anybody writes, and less than hurts. */
export const HAND_LIMITS = {
  drawings: 20_000,
  perCall: 1000,
  strokes: 500,
  points: 20_000,
  pointsPerCall: 60_000,
} as const;

const coordinate = z.number().min(-1e6).max(1e6);
/** Since the drawing's first point, milliseconds. */
const time = z.number().min(0).max(1e8);

/** x to the right, y downward, in any unit, and when the pen was there, if that is known. */
export const penPointSchema = z.union([z.tuple([coordinate, coordinate, time]), z.tuple([coordinate, coordinate])]);

/** The pen's ways from touching the paper to leaving it, in order. */
export const penStrokesSchema = z
  .array(z.array(penPointSchema).min(1).max(HAND_LIMITS.points))
  .min(1)
  .max(HAND_LIMITS.strokes)
  .refine((strokes) => pointsOf(strokes) <= HAND_LIMITS.points, 'too many points');

/** What a model read in a drawing when it was made. Its label is one of the model's classes, which need not be the hand's. */
export const sampleReadingSchema = z.object({ label: classNameSchema, probability: z.number().min(0).max(1) });

/** What was drawn, and its right label: one of the hand's classes, by name. */
const labelled = { label: classNameSchema, reading: sampleReadingSchema.optional() };

/** The pad that was drawn on, in the strokes' units: for hands whose frame keeps ink as written. */
export const sheetSchema = z.object({
  x: coordinate,
  y: coordinate,
  width: z.number().positive(),
  height: z.number().positive(),
});

/** A drawing to keep: strokes of a pen, or (from paper) an image in the hand's frame, height x width bytes, 0 paper to 255 ink. */
export const newSampleSchema = z.union([
  z.object({ ...labelled, strokes: penStrokesSchema, sheet: sheetSchema.optional() }),
  z.object({ ...labelled, image: z.instanceof(Uint8Array).refine(({ length }) => length <= 65_536) }),
]);

/** Where a sitting's drawings come from. */
export const sittingSourceSchema = z.enum(['collecting', 'pad', 'paper', 'import']);

/** A drawing without its ink, for lists and grids. */
export const handSampleSchema = z.object({
  id: sampleIdSchema,
  sitting: sittingIdSchema,
  /** One of the hand's classes, by name. */
  label: z.string(),
  /** Milliseconds since the Unix epoch. */
  at: momentSchema,
  reading: sampleReadingSchema.nullable(),
  /** Of ink on paper there are no strokes. */
  hasStrokes: z.boolean(),
  deleted: z.boolean(),
  /**
   * The part of the data set that it is in. `left-out`: it is nearly the same as one of each part, so that it can be in neither.
   * A part is for ever: nothing that was trained on becomes a test image later. Null for what is deleted.
   */
  part: z.enum(['train', 'test', 'left-out']).nullable(),
});

export const sittingInfoSchema = z.object({
  id: sittingIdSchema,
  source: sittingSourceSchema,
  startedAt: momentSchema,
  /** Drawings that are not deleted. */
  count: z.number().int(),
});

/** A hand: a person's writing, or writing for one purpose, and the data set that it makes. */
export const handInfoSchema = z.object({
  id: handIdSchema,
  name: z.string(),
  classes: z.array(z.string()),
  /** The images that its drawings become. */
  frame: frameSchema,
  createdAt: momentSchema,
  /** Drawings of each class that are not deleted. */
  counts: z.array(z.number().int()),
  deleted: z.number().int(),
  sittings: z.array(sittingInfoSchema),
  parts: z.object({
    train: z.number().int(),
    test: z.number().int(),
    /** Drawings that are nearly the same as an earlier one, and so are never parted from it. */
    nearDuplicates: z.number().int(),
    leftOut: z.number().int(),
  }),
  /** Lines of its files that cannot be read: what was being written when the power went, or was changed by hand. They stay where they are. */
  torn: z.number().int(),
});

/** The ink of a drawing. */
export const sampleInkSchema = z.object({
  id: sampleIdSchema,
  strokes: penStrokesSchema.nullable(),
  /** What they were drawn on, if that is known. */
  sheet: sheetSchema.nullable(),
  /** In the hand's frame: height x width bytes, 0 paper to 255 ink. */
  image: z.instanceof(Uint8Array),
});

export type HandId = z.infer<typeof handIdSchema>;
export type SittingId = z.infer<typeof sittingIdSchema>;
export type SampleId = z.infer<typeof sampleIdSchema>;
export type PenPoint = z.infer<typeof penPointSchema>;
export type PenStrokes = z.infer<typeof penStrokesSchema>;
export type SampleReading = z.infer<typeof sampleReadingSchema>;
export type NewSample = z.infer<typeof newSampleSchema>;
export type SittingSource = z.infer<typeof sittingSourceSchema>;
export type HandSample = z.infer<typeof handSampleSchema>;
export type SittingInfo = z.infer<typeof sittingInfoSchema>;
export type HandInfo = z.infer<typeof handInfoSchema>;
export type SampleInk = z.infer<typeof sampleInkSchema>;

/** Points of all strokes together. */
export const pointsOf = (strokes: readonly (readonly unknown[])[]): number =>
  strokes.reduce((sum, stroke) => sum + stroke.length, 0);
