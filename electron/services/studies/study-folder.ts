import { createReadStream, promises as fs } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  studyIdSchema,
  studyRecordSchema,
  trialLineSchema,
  type StudyId,
  type StudyRecord,
  type TrialLine,
} from '../../../shared/contract/schemas/study.ts';
import type { TrialStorage } from '../../../shared/study/ask-tell.ts';
import { appendLines } from '../../files/append-lines.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readJson, writeJson } from '../../files/json-file.ts';

/** The names inside a study's folder. */
export const studyFiles = (folder: string) => ({
  record: path.join(folder, 'study.json'),
  trials: path.join(folder, 'trials.jsonl'),
  lock: path.join(folder, 'lock.json'),
});

/** Readable, sortable and unique: `study-20261124-142233-a3f1`, local time. */
export function newStudyId(now: number): StudyId {
  const date = new Date(now);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  return `study-${day}-${time}-${randomBytes(2).toString('hex')}`;
}

/** The record in a folder, under the folder's name; null if there is none. Throws `file-torn`, `file-newer`, storage errors. */
export async function readStudy(folder: string): Promise<StudyRecord | null> {
  const id = studyIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const record = await readJson(studyFiles(folder).record, studyRecordSchema, 1);
  return record && { ...record, id: id.data };
}

export const writeStudy = (folder: string, record: StudyRecord): Promise<void> =>
  writeJson(studyFiles(folder).record, record);

/** The lines of a study in its folder's trials.jsonl, which only grows. Both throw storage errors. */
export function trialStorage(folder: string): TrialStorage {
  const file = studyFiles(folder).trials;
  return {
    read: () => readLines(file),
    append: async (...lines) => {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      await appendLines(file, text, { sync: true });
    },
  };
}

async function readLines(file: string): Promise<{ lines: TrialLine[]; torn: number }> {
  const lines: TrialLine[] = [];
  let torn = 0;
  const isThere = await fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return { lines, torn };
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
      if (text === '') continue;
      const line = parseLine(text);
      if (line) lines.push(line);
      else torn += 1;
    }
  } catch (error) {
    throw storageError(error, file);
  }
  return { lines, torn };
}

function parseLine(text: string): TrialLine | null {
  try {
    const parsed = trialLineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
