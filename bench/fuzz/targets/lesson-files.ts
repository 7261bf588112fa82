import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { unpackLesson } from '../../../electron/formats/lesson-file/unpack-lesson.ts';
import { lessonListSchema, type LessonList } from '../../../shared/contract/schemas/lesson-file.ts';
import { encodeSafetensors } from '../../../electron/trainer/formats/safetensors.ts';
import { storedModel } from '../../../test/fixtures/exported-models.ts';
import { modelOf } from '../../../test/fixtures/models.ts';
import { mutateJson } from '../mutate-value.ts';
import { changed, type Target } from '../target.ts';

/** As small as a model may be. */
const { card, weights } = storedModel(
  modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 2, activation: 'softmax' }], [8, 8, 1]),
);
const { weightsSha256 } = card;
/** Images and labels are as many as the list says. */
const contents: Readonly<Record<string, Uint8Array>> = {
  'models/0/model.json': new Uint8Array(Buffer.from(JSON.stringify(card))),
  'models/0/weights.safetensors': new Uint8Array(Buffer.concat(encodeSafetensors({ tensors: weights, metadata: {} }))),
  'data/0/train-images.u8': new Uint8Array(2 * 64),
  'data/0/train-labels.u16': Uint8Array.of(0, 0, 1, 0),
  'data/0/test-images.u8': new Uint8Array(64),
  'data/0/test-labels.u16': Uint8Array.of(1, 0),
};
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const list: LessonList = lessonListSchema.parse({
  version: 1,
  id: `lesson-${'0'.repeat(32)}`,
  ...{ title: 'Unit', note: '', language: 'en' },
  chapters: [{ id: 'data', note: '', tryOuts: ['count'], drawing: [[[0.5, 0.5]]], model: 0 }],
  models: [{ weightsSha256 }],
  data: [
    {
      ...{ kind: 'images', name: 'Signs', framing: 'centred', trainCount: 2, testCount: 1 },
      task: { inputShape: [8, 8, 1], classes: ['a', 'b'] },
    },
    { kind: 'known', id: 'mnist' },
  ],
  files: Object.entries(contents).map(([name, bytes]) => ({ path: name, size: bytes.length, sha256: hash(bytes) })),
});
const packed = (text: Uint8Array): Buffer =>
  Buffer.from(zipSync({ ...contents, 'lesson.json': text }, { mtime: new Date(1980, 0, 1) }));
const valid = packed(Buffer.from(JSON.stringify(list)));
const bytes = changed([valid]);

/** A lesson's file: half of them with a changed list in an archive that is whole. */
export const lessonFiles: readonly Target[] = [
  {
    name: 'lesson file',
    share: 0.5,
    valid: [valid],
    input: (random) => (random.chance(0.5) ? bytes.input(random) : packed(mutateJson(list, random))),
    read(input, folder) {
      const file = path.join(folder, 'a.inkstone-lesson');
      const into = path.join(folder, 'unpacked');
      fs.mkdirSync(into);
      fs.writeFileSync(file, input);
      return unpackLesson({ path: file, name: 'a.inkstone-lesson', folder: into });
    },
  },
];
