import fs from 'node:fs';
import path from 'node:path';
import { takeLock, lockHolder } from '../../../electron/files/lock-file.ts';
import { readRecord } from '../../../electron/services/datasets/prepared.ts';
import { readPreset } from '../../../electron/services/presets/preset-file.ts';
import { readLogs } from '../../../electron/services/runs/run-logs.ts';
import { readRun } from '../../../electron/services/runs/run-folder.ts';
import { SettingsService } from '../../../electron/services/settings/settings.ts';
import { CheckpointFolder } from '../../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { readModelFolder } from '../../../electron/trainer/formats/model-folder.ts';
import { sha256 } from '../../../electron/trainer/formats/safetensors.ts';
import { settingsSchema } from '../../../shared/contract/schemas/settings.ts';
import { parseStrokes } from '../../../shared/data/strokes-file.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import { PRESETS } from '../../../shared/model/presets/index.ts';
import { repositoryRoot } from '../../../test/fixtures/folders.ts';
import { quietLog } from '../../../test/fixtures/quiet-log.ts';
import { mutateJson } from '../mutate-value.ts';
import { changed, changedJson, type Inputs, type Target } from '../target.ts';

const fixture = (...parts: readonly string[]): Buffer =>
  fs.readFileSync(path.join(repositoryRoot, 'test', 'fixtures', ...parts));
const json = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

const OLD_SET = ['old-home', 'datasets', 'idx-079c1ea31977c6e9'] as const;
const RUN = ['old-home', 'runs', 'softmax-20261129-004508-e18'] as const;
const lines = fixture(...RUN, 'metrics.jsonl')
  .toString()
  .trim()
  .split('\n');
const card = fixture(...RUN, 'model', 'model.json');
const weights = fixture(...RUN, 'model', 'weights.safetensors');
const checkpoint = fixture('old-checkpoint', 'checkpoints', 'step-000000015.safetensors');

/** A data set's record as it is written today. */
const PREPARED = {
  version: 2,
  id: 'set-0123456789abcdef',
  name: 'Signs',
  kind: 'imported',
  task: { inputShape: [20, 24, 1], classes: ['a', 'b', 'c'] },
  framing: 'centred',
  trainCount: 6,
  testCount: 3,
  histogram: [2, 2, 2],
  origin: 'signs.zip',
  stamp: '',
  mends: ['inverted'],
  createdAt: 1,
};

/** A file of the storage, written into a folder under its own name and read there. */
const file = (
  name: string,
  own: string,
  inputs: Inputs,
  read: (file: string, folder: string) => Promise<unknown>,
): Target => ({
  name,
  ...inputs,
  read(bytes, folder) {
    const written = path.join(folder, own);
    fs.mkdirSync(path.dirname(written), { recursive: true });
    fs.writeFileSync(written, bytes);
    return read(written, path.dirname(written));
  },
});

/** Every other one with changes in its header alone, whose values have their true hash: the header is believed then. */
function changedTensors(seed: Buffer): Inputs {
  const end = 8 + Number(seed.readBigUInt64LE(0));
  const [header, data] = [json(seed.subarray(8, end)), seed.subarray(end)];
  const { valid, input } = changed([seed]);
  return {
    valid,
    input(random) {
      if (random.chance(0.5)) return input(random);
      const text = mutateJson(header, random);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      return Buffer.concat([length, text, data]);
    },
  };
}

/** A model's card that speaks of the weights beside it by their true hash, so that these are looked at. */
const cardOf = (bytes: Uint8Array): Buffer => {
  const start =
    bytes.length < 8
      ? 0
      : Math.min(bytes.length, 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)));
  return Buffer.from(JSON.stringify({ ...(json(card) as object), weightsSha256: sha256([bytes.subarray(start)]) }));
};

/** Every file that the studio keeps and reads again, and those of its kinds that users bring. */
export const records: readonly Target[] = [
  file(
    'run.json',
    'softmax-1/run.json',
    changedJson([
      json(fixture(...RUN, 'run.json')),
      json(fixture('old-runs', 'tutorial-20261125-184235-391', 'run.json')),
    ]),
    (_, folder) => readRun(folder),
  ),
  file(
    'metrics.jsonl',
    'metrics.jsonl',
    {
      valid: [Buffer.from(lines.join('\n'))],
      input: (random) =>
        Buffer.from(
          lines
            .map((line) => (random.chance(0.7) ? line : Buffer.from(mutateJson(JSON.parse(line), random)).toString()))
            .join('\n'),
        ),
    },
    readLogs,
  ),
  file(
    'preset',
    'a.inkstone.json',
    changedJson([
      json(fixture('old-home', 'presets', 'my-old.inkstone.json')),
      ...PRESETS.map(({ id, model, recipe }) => ({ version: 1, id: `my-${id}`, name: id, model, recipe })),
    ]),
    readPreset,
  ),
  file('settings.json', 'settings.json', changedJson([settingsSchema.parse({ version: 1 })]), (_, folder) =>
    SettingsService.open({ storageFolder: folder, log: quietLog() }),
  ),
  file(
    'dataset.json',
    'dataset.json',
    changedJson([PREPARED, json(fixture(...OLD_SET, 'dataset.json'))]),
    async (_, folder) => {
      for (const labels of ['train-labels.u8', 'test-labels.u8'])
        fs.writeFileSync(path.join(folder, labels), fixture(...OLD_SET, labels));
      return readRecord(folder);
    },
  ),
  file(
    'lock.json',
    'lock.json',
    changedJson([{ version: 1, pid: 2 ** 22 + 1, start: '1', host: 'web', token: 'abcd' }]),
    (written) => takeLock(written, lockHolder('cli')),
  ),
  file('model.json', 'model.json', changedJson([json(card)]), (_, folder) => {
    fs.writeFileSync(path.join(folder, 'weights.safetensors'), weights);
    return readModelFolder(folder);
  }),
  file('weights.safetensors', 'weights.safetensors', changedTensors(weights), (written, folder) => {
    fs.writeFileSync(path.join(folder, 'model.json'), cardOf(fs.readFileSync(written)));
    return readModelFolder(folder);
  }),
  file('checkpoint', 'checkpoints/step-000000015.safetensors', changedTensors(checkpoint), (_, folder) =>
    new CheckpointFolder(path.dirname(folder)).newest(),
  ),
  {
    name: 'strokes',
    ...changedJson([
      [
        {
          label: '3',
          strokes: [
            [
              [1, 2],
              [3, 4],
            ],
            [[5, 6]],
          ],
        },
      ],
      [
        [
          [0, 0],
          [3, 3],
        ],
      ],
      { drawings: [{ strokes: [{ points: [{ x: 1, y: 2 }] }] }] },
    ]),
    read: async (bytes) => parseStrokes(Buffer.from(bytes).toString(), 'strokes.json'),
  },
  {
    name: 'model spec',
    ...changedJson(PRESETS.map(({ model }) => model)),
    read: async (bytes) => describeImageClassifier(parseModelSpec(parsed(bytes))),
  },
];

/** What is no JSON is no matter of a model's. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
}
