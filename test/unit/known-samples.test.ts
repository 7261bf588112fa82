import { mkdirSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import { batchFiles, writeBatch } from '../../electron/services/batches/batch-folder.ts';
import { BatchStore } from '../../electron/services/batches/batch-store.ts';
import { appendCrops } from '../../electron/services/batches/crops-file.ts';
import { takeSigns } from '../../electron/services/batches/known-samples.ts';
import { PageLog } from '../../electron/services/batches/page-log.ts';
import type { Hands } from '../../electron/services/hands/hands.ts';
import { lockHolder } from '../../electron/files/lock-file.ts';
import { HAND_LIMITS, type HandInfo, type NewSample } from '../../shared/contract/schemas/hand.ts';
import type { FormField } from '../../shared/contract/schemas/form.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { someForm } from '../fixtures/form-calls.ts';
import { someHand } from '../fixtures/hand-calls.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

const FIELDS = 200;
const TEXT = '123456';
const crop = { width: 60, height: 20 };
const symbols = [...TEXT].map((label, i) => ({
  ...{ label, box: { x: 10 * i, y: 2, width: 9, height: 16 }, confidence: 1, candidates: [], empty: false },
}));

/** A batch with a page of 200 fields, each of six signs that were read surely. */
async function someBatch(): Promise<{ store: BatchStore; id: string }> {
  const id = 'batch-20261130-120000-abcd';
  const store = new BatchStore(temporary.folder, lockHolder('web'));
  const folder = store.folderOf(id);
  mkdirSync(folder, { recursive: true });
  const fields = Array.from({ length: FIELDS }, (_, i): FormField => ({ ...someForm.fields[0]!, id: `f${i}` }));
  await writeBatch(folder, {
    ...{ version: 1, id, name: 'Many', model: 'line-reader', source: null, key: null, status: 'finished' },
    ...{ createdAt: 1, error: null, form: { id: null, name: 'Bill', size: someForm.size, fields } },
  });
  const ink = new Uint8Array(crop.width * crop.height).fill(200);
  const crops = await appendCrops(
    batchFiles(folder).crops,
    fields.map(({ id: field }) => ({ ...{ field, ...crop, look: ink, ink }, inked: 0.2, placed: 1, line: null })),
  );
  const read = { text: TEXT, value: TEXT, confidence: 1, sure: true, symbols, alternatives: [], crop };
  await new PageLog(batchFiles(folder).pages).append({
    ...{ type: 'page', time: 1, page: 0, file: 'a.png', part: 0, error: null, quality: 1, corners: null, crops },
    fields: fields.map(({ id: field }) => ({ field, ...read })),
  });
  return { store, id };
}

it('takes all signs of a batch that a hand has room for, and tells of those that it has none for', async () => {
  const { store, id } = await someBatch();
  const add = vi.fn((_id: string, { drawings }: { drawings: readonly NewSample[] }) => {
    return Promise.resolve({ hand: someHand, count: drawings.length });
  });
  const room = 20;
  const full: HandInfo = { ...someHand, counts: [HAND_LIMITS.drawings - room - 1], deleted: 1 };
  const hands = { create: () => Promise.resolve(someHand), get: () => Promise.resolve({ hand: full }), add };
  const wish = { name: 'Many', of: 'all', holdOut: false } as const;
  const all = await takeSigns(store, hands as unknown as Hands, id, { ...wish, hand: null });
  expect(all).toMatchObject({ added: FIELDS * TEXT.length, leftOut: 0 });
  const some = await takeSigns(store, hands as unknown as Hands, id, { ...wish, hand: full.id });
  expect(some).toMatchObject({ added: 18, leftOut: FIELDS - 3 });
  expect(add.mock.calls.map(([, { drawings }]) => drawings.length)).toEqual([FIELDS * TEXT.length, 18]);
});
