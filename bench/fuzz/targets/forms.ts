import fs from 'node:fs';
import path from 'node:path';
import { DecisionLog } from '../../../electron/services/batches/decision-log.ts';
import { PageLog, pageOf, type PageLine } from '../../../electron/services/batches/page-log.ts';
import { readTemplateFile } from '../../../electron/services/forms/template-files.ts';
import type { ReaderLink } from '../../../electron/reader-link/reader-link.ts';
import { batchPageSchema, decisionSchema } from '../../../shared/contract/schemas/batch.ts';
import type { Random } from '../../../shared/random/random.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateJson } from '../mutate-value.ts';
import { changedJson, type Inputs, type Target } from '../target.ts';

const template = {
  version: 1,
  name: 'Bill',
  scan: 'data:image/png;base64,AAAA',
  fields: [
    { id: 'f1', name: 'Code', kind: 'code', length: 5, check: 'none', order: null, box: [4, 4, 60, 20] },
    { name: 'Day', kind: 'date', order: 'day-month-year', box: [4, 30, 60, 20] },
  ],
};

/** The pictures themselves have targets of their own: what a scan's bytes are plays no part here. */
const reader = {
  call: async () => ({ factor: 1, width: 100, height: 80, levels: new Uint8Array(8000).fill(255) }),
} as unknown as Pick<ReaderLink, 'call'>;

const symbol = { label: '4', box: { x: 1, y: 1, width: 8, height: 12 }, confidence: 0.9, candidates: [], empty: false };
const reading = {
  ...{ field: 'f1', text: '4', value: '4', confidence: 0.9, sure: false, symbols: [symbol], alternatives: [] },
  crop: { width: 60, height: 20 },
};
const page = { page: 1, file: 'a.jpg', part: 0, error: null, quality: 0.9, corners: null, fields: [reading] };
const pageLine: PageLine = {
  ...batchPageSchema.parse(page),
  ...{ type: 'page', time: 1, crops: [{ field: 'f1', at: 0, look: 10, ink: 10 }] },
};
const decided = { type: 'decided', time: 1, page: 1, field: 'f1', decision: { kind: 'text', text: '7' } };

/** Lines of a log, of which some values or some bytes are changed. */
function log(lines: readonly unknown[]): Inputs {
  const written = (all: readonly unknown[]): Buffer =>
    Buffer.from(all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const whole = written(lines);
  const changedLine = (random: Random): Buffer =>
    Buffer.concat([whole, mutateJson(lines[random.integer(lines.length)], random), Buffer.from('\n'), whole]);
  return {
    valid: [whole],
    input: (random) => (random.chance(0.5) ? mutateBytes(whole, random) : changedLine(random)),
  };
}

const written = (folder: string, name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
};

/** Templates that come from elsewhere, and the logs of a batch. */
export const forms: readonly Target[] = [
  {
    name: 'form template',
    ...changedJson([template]),
    read: (bytes, folder) =>
      readTemplateFile(reader, written(folder, 'bill.form.json', bytes), path.join(folder, 'spare')),
  },
  {
    name: 'pages of a batch',
    ...log([pageLine, { ...pageLine, page: 2 }]),
    async read(bytes, folder) {
      const pages = new PageLog(written(folder, 'pages.jsonl', bytes));
      await pages.refresh();
      await pages.append({ ...pageLine, page: 7 });
      const read: unknown[] = [];
      for await (const line of pages.read(pages.pages())) read.push(batchPageSchema.parse(pageOf(line)));
      return read;
    },
  },
  {
    name: 'decisions of a batch',
    ...log([decided, { ...decided, page: 2, decision: { kind: 'accepted' } }, { ...decided, decision: null }]),
    async read(bytes, folder) {
      const decisions = new DecisionLog(written(folder, 'decisions.jsonl', bytes));
      await decisions.refresh();
      await decisions.append([{ page: 7, field: 'f1', decision: { kind: 'empty' } }], 1);
      return [1, 2, 7].flatMap((each) => [...decisions.of(each).values()].map((one) => decisionSchema.parse(one)));
    },
  },
];
