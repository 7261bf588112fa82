import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { handIdSchema, type HandId, type SampleId, type SittingId } from '../../../shared/contract/schemas/hand.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { classNameSchema, frameSchema } from '../../../shared/contract/schemas/task.ts';
import { classIdSchema } from '../../../shared/hands/sitting-lines.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

const classSchema = z.object({ id: classIdSchema, name: classNameSchema });
type Classes = readonly z.infer<typeof classSchema>[];

const differ = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;
/** No data set can have two of one name, and drawings must know theirs: a person has edited what is otherwise. */
const areDifferent = (classes: Classes): boolean =>
  differ(classes.map(({ id }) => id)) && differ(classes.map(({ name }) => name));

/** hand.json, version 1, in a hand's folder, beside its sittings/. A person may copy or zip such folders. */
const handRecordSchema = z.object({
  version: z.literal(1),
  id: handIdSchema,
  name: z.string().min(1),
  /** In their order. Lines of sittings name a class by its id, people by its name. */
  classes: z.array(classSchema).min(2).max(1000).refine(areDifferent, 'two classes of one name or id'),
  /** Classes that it had: drawings that were deleted before may still be labelled with them. */
  removed: z.array(classSchema).default([]),
  frame: frameSchema,
  createdAt: momentSchema,
});

export type HandRecord = z.infer<typeof handRecordSchema>;
export type HandClass = z.infer<typeof classSchema>;

export const handFiles = (folder: string) => ({
  record: path.join(folder, 'hand.json'),
  sittings: path.join(folder, 'sittings'),
  /** Lines of the Read room whose signs came to the hand, and those that were kept from it: see services/readings/kept-lines.ts. */
  lines: path.join(folder, 'lines.jsonl'),
});

/** Null: there is no hand. A copied folder is a hand of its own name. Throws `file-torn`, `file-newer` and storage errors. */
export async function readHandRecord(folder: string): Promise<HandRecord | null> {
  const id = handIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const record = await readJson(handFiles(folder).record, handRecordSchema, 1);
  return record && { ...record, id: id.data };
}

export const writeHandRecord = (folder: string, record: HandRecord): Promise<void> =>
  writeJson(handFiles(folder).record, record);

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

export const newHandId = (): HandId => `hand-${hex(4)}`;
export const newSampleId = (): SampleId => hex(6);

/** Sortable by when it began, UTC. */
export function newSittingId(now: number): SittingId {
  const [day, time] = new Date(now).toISOString().replace(/[-:]/g, '').split(/[T.]/);
  return `${day}-${time}-${hex(3)}`;
}
