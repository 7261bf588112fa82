import { z } from 'zod';
import {
  penStrokesSchema,
  sampleIdSchema,
  sampleReadingSchema,
  sheetSchema,
  sittingSourceSchema,
} from '../contract/schemas/hand.ts';
import { momentSchema } from '../contract/schemas/moment.ts';

/** How lines name a class of a hand. It never changes, so that renaming a class changes no line: hand.json has the name for people. */
export const classIdSchema = z.string().regex(/^c\d{1,6}$/);

/** What a newer studio wrote has a higher version. */
export const SITTING_VERSION = 1;

/**
 * A sitting's file is lines of JSON, each of them something that happened, in order; the first says what the sitting is. Nothing
 * is ever changed or taken out: what a drawing is follows from all lines about it (fold.ts).
 */
const at = momentSchema;
const change = { id: sampleIdSchema, at };
export const sittingLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('sitting'),
    version: z.literal(SITTING_VERSION),
    source: sittingSourceSchema,
    startedAt: momentSchema,
  }),
  z.object({
    type: z.literal('added'),
    ...change,
    label: classIdSchema,
    strokes: penStrokesSchema.optional(),
    sheet: sheetSchema.optional(),
    /** In place of strokes: the bytes of an image in the hand's frame, in base64. */
    image: z.base64().optional(),
    reading: sampleReadingSchema.optional(),
  }),
  z.object({ type: z.literal('relabelled'), ...change, label: classIdSchema }),
  z.object({ type: z.literal('deleted'), ...change }),
  z.object({ type: z.literal('restored'), ...change }),
]);

export type SittingLine = z.infer<typeof sittingLineSchema>;
export type AddedLine = Extract<SittingLine, { type: 'added' }>;
export type ChangeLine = Extract<SittingLine, { type: 'relabelled' | 'deleted' | 'restored' }>;

/** A line of a file; `newer`: of a sitting that a newer studio wrote. Null: it is torn, or no such line. */
export function parseSittingLine(text: string): SittingLine | 'newer' | null {
  try {
    const json: unknown = JSON.parse(text);
    const parsed = sittingLineSchema.safeParse(json);
    if (parsed.success) return parsed.data;
    const header = z.object({ type: z.literal('sitting'), version: z.number() }).safeParse(json);
    return header.success && header.data.version > SITTING_VERSION ? 'newer' : null;
  } catch {
    return null;
  }
}

/** Lines as they are written to a file. */
export const sittingText = (lines: readonly SittingLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');
