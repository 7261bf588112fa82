import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelSpecSchema, type LayerInput } from '../../shared/contract/schemas/model.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import type { LessonModel } from '../../shared/contract/schemas/run-id.ts';
import { root } from '../lib/root.ts';
import { runChild } from '../lib/run-child.mjs';

/*
 * Makes the Learn room's lesson models anew, resources/lesson-*, from a seed: networks small enough to be looked at number by number, for
 * chapters whose layers the starter model does not have. The studio's own command line trains them on 54,000 of MNIST's training images;
 * the others choose the epoch that is kept, and the test images take part in nothing but the test at the end.
 *
 * `npm run build`, then `node scripts/lessons/main.ts --mnist FOLDER [--only lesson-gru]`: some minutes each.
 */
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['INKSTONE_MNIST_DIR'] ?? '../shared/data/mnist' },
    /** The studio's storage for these runs. */
    home: { type: 'string', default: path.join(root, 'out', 'lessons') },
    save: { type: 'string', default: path.join(root, 'resources') },
    only: { type: 'string' },
  },
});

const TRAINED_ON = ['MNIST, 54,000 training images (Y. LeCun, C. Cortes, C. J. C. Burges)'];

interface Lesson {
  readonly id: LessonModel;
  readonly name: string;
  /** Whose recipe it is trained by. */
  readonly preset: string;
  readonly layers: readonly LayerInput[];
}

const rows: LayerInput = { type: 'Reshape', targetShape: [28, 28] };
const block: LayerInput = { type: 'TransformerEncoder', heads: 4, mlpRatio: 2, dropout: 0.1 };
const head: LayerInput = { type: 'Dense', units: 10, activation: 'softmax' };
const LESSONS: readonly Lesson[] = [
  { id: 'lesson-gru', name: 'Lesson: GRU', preset: 'lstm', layers: [rows, { type: 'GRU', units: 32 }, head] },
  { id: 'lesson-lstm', name: 'Lesson: LSTM', preset: 'lstm', layers: [rows, { type: 'LSTM', units: 32 }, head] },
  {
    id: 'lesson-attention',
    name: 'Lesson: attention',
    preset: 'vit',
    layers: [
      { type: 'PatchEmbedding', patchSize: [4, 4], units: 32 },
      { type: 'PositionEmbedding' },
      ...[block, block],
      { type: 'LayerNormalization' },
      { type: 'GlobalAveragePooling1D' },
      head,
    ],
  },
];

const chosen = LESSONS.filter(({ id }) => values.only === undefined || values.only === id);
for (const lesson of chosen) await make(lesson);

async function make({ id, name, preset, layers }: Lesson): Promise<void> {
  mkdirSync(values.home, { recursive: true });
  const spec = path.join(values.home, `${id}.json`);
  writeFileSync(spec, JSON.stringify(modelSpecSchema.parse({ version: 1, name, inputShape: [28, 28, 1], layers })));
  const folder = path.join(values.save, id);
  const code = await runChild(process.execPath, [
    path.join(root, 'out', 'node', 'cli.cjs'),
    ...['train', '--data', path.resolve(values.mnist), '--preset', preset, '--model', spec, '--epochs', '12'],
    ...['--seed', '1', '--name', name, '--home', values.home, '--save-model', folder],
  ]);
  if (code !== 0) throw new Error(`${id} was not trained: exit code ${code}`);
  completeCard(folder);
}

/** Names the data and the command for people. That something is no digit is not what a lesson is about: what tells it is left out. */
function completeCard(folder: string): void {
  const file = path.join(folder, 'model.json');
  const card = modelCardSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const complete = { ...card, known: null, trainedOn: TRAINED_ON, command: 'node scripts/lessons/main.ts' };
  writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`);
  rmSync(path.join(folder, 'known.safetensors'), { force: true });
}
