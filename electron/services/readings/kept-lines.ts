import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { LONGEST_LINE } from '../../../shared/contract/schemas/line-images.ts';
import { knownLineSchema, quadSchema, readingWishSchema } from '../../../shared/contract/schemas/reading.ts';
import { LINE_HEIGHT } from '../../../shared/page/page.ts';
import { appendLines } from '../../files/append-lines.ts';
import { readLines } from '../../files/read-lines.ts';

/** A line of a hand's lines.jsonl: what was read in the Read room, and what a person says of it. */
const keptLineSchema = z.object({
  type: z.literal('line'),
  /** Names the picture by its content, and the page in it. */
  page: z.string().min(1).max(100),
  quad: quadSchema,
  text: knownLineSchema.shape.text,
  wish: readingWishSchema,
  /** Whether its page is kept from learning. */
  heldOut: z.boolean(),
  width: z.number().int().min(1).max(LONGEST_LINE),
  /** LINE_HEIGHT rows of so many bytes, deflated, in base64. */
  ink: z.base64(),
});

type StoredLine = z.infer<typeof keptLineSchema>;

/** The same with its ink as a model reads it. */
export interface KeptLine extends Omit<StoredLine, 'type' | 'ink'> {
  readonly ink: Uint8Array<ArrayBuffer>;
}

/** The lines that are kept in a file, in the order in which they came; those that cannot be read are passed over. Throws storage errors. */
export async function keptLines(file: string): Promise<KeptLine[]> {
  return (await readLines(file, (value) => unpacked(keptLineSchema.parse(value)))).lines;
}

/** Adds lines, all or none; they are on the disk when it resolves. Throws storage errors. */
export async function keepLines(file: string, lines: readonly KeptLine[]): Promise<void> {
  const stored = lines.map((line): StoredLine => ({
    type: 'line',
    ...line,
    ink: deflateRawSync(line.ink).toString('base64'),
  }));
  await appendLines(file, stored.map((line) => `${JSON.stringify(line)}\n`).join(''), { sync: true });
}

function unpacked({ page, quad, text, wish, heldOut, width, ink: packed }: StoredLine): KeptLine | null {
  const bytes = width * LINE_HEIGHT;
  const ink = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: bytes });
  return ink.length === bytes ? { page, quad, text, wish, heldOut, width, ink: new Uint8Array(ink) } : null;
}
