import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeJson } from '../../electron/files/json-file.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { runChild } from '../lib/run-child.mjs';
import { root } from '../lib/root.ts';
import { writeIdx } from '../starter/digit-files.ts';
import { penImages, readPens, syntheticImages, together } from '../starter/hands.ts';

/*
 * Trains a line reader like the one in resources/line-reader, from seeds: on lines that the studio's own command line composes of
 * MNIST's training images, pen drawings of thirty writers and the studio's synthetic digits. scripts/line-reader/sure.ts then learns when its
 * readings are sure. MNIST's test images take part in nothing but the test at the end.
 */
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['INKSTONE_MNIST_DIR'] ?? '../shared/data/mnist' },
    pens: { type: 'string', default: '../shared/data/pendigits/drawings.json.gz' },
    /** The studio's storage for this run, kept so that a run that was interrupted can be resumed. */
    home: { type: 'string', default: path.join(root, 'out', 'line-reader') },
    save: { type: 'string', default: path.join(root, 'out', 'line-reader', 'saved') },
    epochs: { type: 'string', default: '120' },
  },
});

/** The training data as the model's card names them. */
const TRAINED_ON = [
  'lines composed of MNIST, training images (Y. LeCun, C. Cortes, C. J. C. Burges)',
  'Pen-Based Recognition of Handwritten Digits, 7,494 drawings of 30 writers (E. Alpaydin, F. Alimoglu, 1998, UCI Machine Learning Repository, CC BY 4.0)',
  'synthetic digits and marks of this studio',
];

const hands = path.join(values.home, 'hands');
rmSync(hands, { recursive: true, force: true });
mkdirSync(hands, { recursive: true });
writeIdx(hands, 'train', together([penImages(readPens(values.pens), 2, 11), syntheticImages(12_000, 12)]));
// The studio wants a test part; it is of drawings that nobody learns from.
writeIdx(hands, 't10k', syntheticImages(1000, 13));

const code = await runChild(process.execPath, [
  path.join(root, 'out', 'node', 'cli.cjs'),
  ...['train', '--data', `${path.resolve(values.mnist)}+${hands}`, '--preset', 'line-reader', '--lines', 'numbers'],
  ...['--epochs', values.epochs, '--seed', '1', '--name', 'Line reader'],
  ...['--home', values.home, '--save-model', values.save],
]);
if (code === 0) {
  const file = path.join(values.save, 'model.json');
  const card = modelCardSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  await writeJson(file, { ...card, trainedOn: TRAINED_ON, command: 'node scripts/line-reader/main.ts' });
}
process.exit(code);
