import fs from 'node:fs';
import path from 'node:path';
import { handContent } from '../../../electron/services/hands/hand-content.ts';
import { HandImages } from '../../../electron/services/hands/hand-images.ts';
import { HandStore } from '../../../electron/services/hands/hand-store.ts';
import { sittingText, type SittingLine } from '../../../shared/hands/sitting-lines.ts';
import { quietLog } from '../../../test/fixtures/quiet-log.ts';
import { mutateJson } from '../mutate-value.ts';
import { changedJson, type Inputs, type Target } from '../target.ts';

const [ID, SITTING] = ['hand-0123abcd', '20261129-085612-0a1b2c'] as const;
const [first, second, third] = ['0123456789ab', '1123456789ab', '2123456789ab'] as const;

const RECORD = {
  version: 1,
  id: ID,
  name: '我的手写',
  classes: [
    { id: 'c0', name: '一' },
    { id: 'c2', name: 'b' },
  ],
  removed: [{ id: 'c1', name: '二' }],
  frame: { height: 28, width: 28, framing: 'centred' },
  createdAt: 1,
};

/** Every kind of line that a sitting may have. */
const LINES: readonly SittingLine[] = [
  { type: 'sitting', version: 1, source: 'collecting', startedAt: 1 },
  {
    type: 'added',
    id: first,
    label: 'c0',
    at: 1,
    strokes: [
      [
        [0, 0, 0],
        [3.5, 100, 16.7],
      ],
      [[40, 90]],
    ],
    sheet: { x: 0, y: 0, width: 280, height: 280 },
    reading: { label: '7', probability: 0.4 },
  },
  { type: 'added', id: second, label: 'c2', at: 2, image: Buffer.alloc(28 * 28, 90).toString('base64') },
  { type: 'added', id: third, label: 'c1', at: 3, strokes: [[[1, 1]]] },
  { type: 'deleted', id: third, at: 4 },
  { type: 'relabelled', id: second, label: 'c0', at: 5 },
  { type: 'deleted', id: first, at: 6 },
  { type: 'restored', id: first, at: 7 },
];
const SITTING_TEXT = Buffer.from(sittingText(LINES));

/** Lines of which some are changed, some are gone, and some come twice. */
const sittings: Inputs = {
  valid: [SITTING_TEXT],
  input: (random) =>
    Buffer.concat(
      LINES.flatMap((line) => {
        if (random.chance(0.05)) return [];
        const text = random.chance(0.3) ? mutateJson(line, random) : Buffer.from(JSON.stringify(line));
        const whole = Buffer.concat([text, Buffer.from(random.chance(0.95) ? '\n' : '')]);
        return random.chance(0.05) ? [whole, whole] : [whole];
      }),
    ),
};

/** Reads a hand whole, and draws it as the data set that it is. */
async function readHand(storage: string, record: Uint8Array, sitting: Uint8Array): Promise<unknown> {
  const folder = path.join(storage, 'hands', ID);
  fs.mkdirSync(path.join(folder, 'sittings'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'hand.json'), record);
  fs.writeFileSync(path.join(folder, 'sittings', `${SITTING}.jsonl`), sitting);
  const hand = await new HandStore(storage, quietLog()).get(ID);
  return handContent(hand.record, await new HandImages().of(hand));
}

/** What a hand's folder holds, which people copy, send and unpack. */
export const hands: readonly Target[] = [
  {
    name: 'hand.json',
    ...changedJson([RECORD]),
    read: (bytes, folder) => readHand(folder, bytes, SITTING_TEXT),
  },
  {
    name: 'sitting',
    ...sittings,
    read: (bytes, folder) => readHand(folder, Buffer.from(JSON.stringify(RECORD)), bytes),
  },
];
