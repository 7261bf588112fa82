import fs from 'node:fs';
import path from 'node:path';
import { parseMessage } from '../../../electron/services/studies/queue/parse-message.ts';
import { readStudy, trialStorage } from '../../../electron/services/studies/study-folder.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { trialJobSchema, trialResultSchema } from '../../../shared/contract/schemas/trial-job.ts';
import type { TrialLine } from '../../../shared/contract/schemas/study.ts';
import { checkSpace } from '../../../shared/study/check-space.ts';
import { parseSpace } from '../../../shared/study/parse-space.ts';
import { foldLines } from '../../../shared/study/trial-lines.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { someRun } from '../../../test/fixtures/scripted-host.ts';
import { someStudy } from '../../../test/fixtures/studies.ts';
import { changed, changedJson, type Target } from '../target.ts';

const ID = 'study-20261129-170000-0a1b';
const spec = someStudy();
const record = { version: 1, id: ID, spec, status: 'running', createdAt: 1, error: null };
const values = { 'recipe.batchSize': 64, 'recipe.optimizer.learningRate': 0.01 };
const lines: TrialLine[] = [
  { type: 'sitting', time: 1 },
  { type: 'asked', time: 2, number: 0, values },
  { type: 'began', time: 3, number: 0, run: 'run-1', worker: 'a' },
  { type: 'reported', time: 4, number: 0, epoch: 1, value: null },
  { type: 'ended', time: 5, number: 0, status: 'finished', objective: [0.9] },
];
const space = {
  ...spec.space,
  'recipe.schedule.kind': { choices: ['constant', 'cosine'] },
  'recipe.schedule.final': { low: 0, high: 0.5, step: 0.1, when: { 'recipe.schedule.kind': ['cosine'] } },
};
const blob = { sha256: 'a'.repeat(64), bytes: 10 };
const job = {
  version: 1,
  study: ID,
  number: 0,
  request: spec.base,
  task: DIGITS,
  framing: 'centred',
  data: [{ id: 'mnist', task: DIGITS, framing: 'centred', files: { trainImages: blob } }],
  objectives: spec.objectives,
  best: [[0.5]],
};
const result = {
  version: 1,
  worker: 'a',
  status: 'finished',
  run: someRun('run-1', { status: 'finished', endedAt: 2_000 }),
  metrics: blob,
  model: null,
};

/** JSON as it comes from a file or the queue. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    throw new AppError('file-torn', {}, error);
  }
}

/** What a study keeps, what is written to search, and what lies in a queue. */
export const studies: readonly Target[] = [
  {
    name: 'study.json',
    ...changedJson([record]),
    read(bytes, folder) {
      const own = path.join(folder, ID);
      fs.mkdirSync(own, { recursive: true });
      fs.writeFileSync(path.join(own, 'study.json'), bytes);
      return readStudy(own);
    },
  },
  {
    name: 'trials.jsonl',
    ...changed([Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))]),
    async read(bytes, folder) {
      fs.writeFileSync(path.join(folder, 'trials.jsonl'), bytes);
      return foldLines((await trialStorage(folder).read()).lines);
    },
  },
  {
    name: 'search space',
    ...changedJson([space, spec.space]),
    read: async (bytes) => checkSpace({ base: spec.base, space: parseSpace(parsed(bytes)) }),
  },
  {
    name: 'trial in a queue',
    ...changedJson([job]),
    read: async (bytes) => parseMessage(trialJobSchema, parsed(bytes), 'job'),
  },
  {
    name: 'result in a queue',
    ...changedJson([result]),
    read: async (bytes) => parseMessage(trialResultSchema, parsed(bytes), 'result'),
  },
];
