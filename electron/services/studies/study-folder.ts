import { randomBytes } from 'node:crypto';
import path from 'node:path';
import {
  studyIdSchema,
  studyRecordSchema,
  trialLineSchema,
  type StudyId,
  type StudyRecord,
  type TrialLine,
} from '../../../shared/contract/schemas/study.ts';
import type { TrialStorage } from '../../../shared/study/ask-tell.ts';
import { readSpace } from '../../../shared/study/space.ts';
import { appendLines } from '../../files/append-lines.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { readLines } from '../../files/read-lines.ts';
import { localStamp } from '../local-stamp.ts';

/** The names inside a study's folder. */
export const studyFiles = (folder: string) => ({
  record: path.join(folder, 'study.json'),
  trials: path.join(folder, 'trials.jsonl'),
  lock: path.join(folder, 'lock.json'),
});

/** Readable, sortable and unique: `study-20261124-142233-a3f1`, local time. */
export const newStudyId = (now: number): StudyId => `study-${localStamp(now)}-${randomBytes(2).toString('hex')}`;

/** Whoever shows a study or goes on with it reads its space: one that is none is told as a file that holds something else. */
const readableSchema = studyRecordSchema.refine(({ spec }) => readSpace(spec.space));

/** The record in a folder, under the folder's name; null if there is none. Throws `file-torn`, `file-newer`, storage errors. */
export async function readStudy(folder: string): Promise<StudyRecord | null> {
  const id = studyIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const record = await readJson(studyFiles(folder).record, readableSchema, 1);
  return record && { ...record, id: id.data };
}

export const writeStudy = (folder: string, record: StudyRecord): Promise<void> =>
  writeJson(studyFiles(folder).record, record);

/** The lines of a study in its folder's trials.jsonl, which only grows. Both throw storage errors. */
export function trialStorage(folder: string): TrialStorage {
  const file = studyFiles(folder).trials;
  return {
    read: () => readLines(file, parseLine),
    append: async (...lines) => {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      await appendLines(file, text, { sync: true });
    },
  };
}

function parseLine(value: unknown): TrialLine | null {
  const parsed = trialLineSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
