import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { runChild } from '../lib/run-child.mjs';
import { root } from '../lib/root.ts';
import { penImages, photographsOfImages, photographsOfPens, readPens, syntheticImages, together } from './hands.ts';
import { readMnist, writeIdx } from './digit-files.ts';
import { relearnKnown } from './known.ts';

/*
 * Makes resources/starter anew, from seeds: MNIST's training images, pen drawings of thirty writers, the studio's synthetic
 * digits, and simulated photographs and scans of MNIST's training images and of the drawings. They are written as a folder of
 * IDX files, and the studio's own command line trains on them. MNIST's test images take part in nothing but the test at the
 * end, as they are and as photographs.
 */
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['INKSTONE_MNIST_DIR'] ?? '../shared/data/mnist' },
    pens: { type: 'string', default: '../shared/data/pendigits/drawings.json.gz' },
    /** The studio's storage for this run, kept so that a run that was interrupted can be resumed. */
    home: { type: 'string', default: path.join(root, 'out', 'starter') },
    save: { type: 'string', default: path.join(root, 'resources', 'starter') },
    /** Trains nothing: the run that `home` has kept only learns anew what is no sign. */
    known: { type: 'boolean', default: false },
  },
});

/** The training data as the model's card names them. */
const TRAINED_ON = [
  'MNIST, 60,000 training images (Y. LeCun, C. Cortes, C. J. C. Burges)',
  'Pen-Based Recognition of Handwritten Digits, 7,494 drawings of 30 writers (E. Alpaydin, F. Alimoglu, 1998, UCI Machine Learning Repository, CC BY 4.0)',
  'synthetic digits of this studio, generator version 2',
  'simulated photographs and scans of MNIST training images and of the drawings',
];

/** The name of the second test's images in the card. */
const PHOTOGRAPHS = 'simulated photographs of MNIST test images';

const RECIPE = [
  ['--preset', 'starter'],
  ['--epochs', '30'],
  ['--learning-rate', '0.003'],
  ['--schedule', 'oneCycle:0.15'],
  ['--ema', '0.999'],
  ['--augment', 'light,zoom=0.12,elastic=1'],
  ['--validation', 'stratified:0.03'],
  ['--seed', '1'],
].flat();

if (values.known) {
  console.log(JSON.stringify(await relearnKnown(values.home, values.save)));
  process.exit(0);
}
const hands = path.join(values.home, 'hands');
await makeHands(hands);
const data = `${path.resolve(values.mnist)}+${hands}`;
const cli = path.join(root, 'out', 'node', 'cli.cjs');
const args = [
  'train',
  '--data',
  data,
  ...RECIPE,
  '--name',
  'Starter',
  '--home',
  values.home,
  '--save-model',
  values.save,
];
const code = await runChild(process.execPath, [cli, ...args]);
if (code === 0) completeCard(path.join(values.save, 'model.json'));
process.exit(code);

/** Some minutes of work. */
async function makeHands(folder: string): Promise<void> {
  const [train, test] = [readMnist(values.mnist, 'train'), readMnist(values.mnist, 't10k')];
  const pens = readPens(values.pens);
  const trained = together([
    penImages(pens, 4, 11),
    syntheticImages(12_000, 12),
    await photographsOfPens(pens, 9_000, 13),
    await photographsOfImages(train, 16_000, 14),
  ]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeIdx(folder, 'train', trained);
  writeIdx(folder, 't10k', await photographsOfImages(test, 5_000, 15));
}

/** Names the data for people, and the command that anyone can give. */
function completeCard(file: string): void {
  const card = modelCardSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const tests = card.tests.map((test) => (test.dataset === 'mnist' ? test : { ...test, dataset: PHOTOGRAPHS }));
  const complete = { ...card, tests, trainedOn: TRAINED_ON, command: 'npm run starter' };
  writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`);
}
