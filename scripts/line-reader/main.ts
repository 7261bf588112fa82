import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeAtomic } from '../../electron/files/atomic-write.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { named, writeVariables } from '../../electron/trainer/checkpoints/tensors.ts';
import { copyLine, linesIn, lineSet, roomForLines, type LineMemory } from '../../electron/trainer/data/line-set.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { decodeSafetensors, encodeSafetensors } from '../../electron/trainer/formats/safetensors.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import { lineReader } from '../../shared/model/presets/line-reader.ts';
import { scheduleFactor } from '../../shared/model/schedule.ts';
import { stream } from '../../shared/random/random.ts';
import { root } from '../lib/root.ts';
import { Readable } from './readable.ts';
import { Rounds } from './rounds.ts';
import { shaken } from './shaken.ts';
import { TASK } from './signs.ts';
import { startFrom } from './start-from.ts';

/*
 * Trains a line reader like the one in resources/line-reader, from a seed: on lines composed of MNIST's training images, pen drawings of
 * thirty writers and the studio's synthetic digits. Two cores are busy: one learns, the other composes what comes next, as pictures that are
 * cleaned before they are read for a part. scripts/line-reader/sure.ts then learns when its readings are sure. MNIST's test images take part
 * in nothing.
 */
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['INKSTONE_MNIST_DIR'] ?? '../shared/data/mnist' },
    pens: { type: 'string', default: '../shared/data/pendigits/drawings.json.gz' },
    /** A line reader whose weights it begins with; without, it begins from nothing. */
    from: { type: 'string' },
    /** The model, and beside it what an interrupted training goes on from. */
    save: { type: 'string', default: path.join(root, 'out', 'line-reader') },
    rounds: { type: 'string', default: '200' },
    rate: { type: 'string', default: '0.003' },
    seed: { type: 'string', default: '1' },
    /** A trained reader: lines that it cannot read at all are not learnt. */
    judge: { type: 'string' },
  },
});

/** The training data as the model's card names them. */
const TRAINED_ON = [
  'lines composed of MNIST, 54,000 training images (Y. LeCun, C. Cortes, C. J. C. Burges)',
  'Pen-Based Recognition of Handwritten Digits, 7,494 drawings of 30 writers (E. Alpaydin, F. Alimoglu, 1998, UCI Machine Learning Repository, CC BY 4.0)',
  'synthetic digits and marks of this studio',
];

/** Lines of a round; those that are not composed for it are of the rounds before, as many of which are remembered, each changed a little. */
const [LINES_A_ROUND, FRESH, REMEMBERED] = [6400, 1600, 16];

/** Rounds between two saves. */
const SAVED_EVERY = 4;

const rounds = Number(values.rounds);
const seed = Number(values.seed);
const recipe = recipeSchema.parse({
  ...lineReader.recipe,
  seed,
  epochs: rounds,
  optimizer: { name: 'adam', learningRate: Number(values.rate) },
  validation: { kind: 'none' },
});
const stepsARound = LINES_A_ROUND / recipe.batchSize;

const [height, width] = TASK.inputShape;
const bytes = height * width;

loadTensorflow();
const state = createTrainingState(lineReader.model, recipe);
mkdirSync(values.save, { recursive: true });
const memory = path.join(values.save, 'training.safetensors');
let round = 0;
if (existsSync(memory)) {
  const { tensors, metadata } = decodeSafetensors(Uint8Array.from(readFileSync(memory)));
  writeVariables(state.variables, tensors, state.names);
  round = Number(metadata['round']);
} else if (values.from) {
  startFrom(state, await readModelFolder(values.from), TASK);
}

const shown = roomForLines(LINES_A_ROUND, TASK);
const set = lineSet(LINES_A_ROUND, shown);
const program = { ...recipe, classWeights: null, augmentSeed: seed };
const step = createGraphStep(state, program, set, [recipe.batchSize]);
const composing = new Rounds({ sources: { mnist: values.mnist, pens: values.pens }, seed, fresh: FRESH });
const readable = values.judge === undefined ? null : new Readable(values.judge);
const composed = async (at: number): Promise<LineMemory> => {
  const lines = await composing.compose(at);
  return readable ? readable.of(lines) : lines;
};
/** The lines of the last rounds, oldest first. */
const past: LineMemory[] = [];
for (let before = Math.max(0, round - REMEMBERED); before < round; before++) past.push(await composed(before));
const began = performance.now();
let next = composed(round);
for (; round < rounds; round++) {
  const fresh = await next;
  if (round + 1 < rounds) next = composed(round + 1);
  past.push(fresh);
  if (past.length > REMEMBERED) past.shift();
  lay(fresh, round);
  step.reload();
  const first = round * stepsARound + 1;
  const learningRates = Float32Array.from(
    { length: stepsARound },
    (_, i) => recipe.optimizer.learningRate * scheduleFactor(recipe, first + i, stepsARound),
  );
  const indices = Int32Array.from({ length: LINES_A_ROUND }, (_, i) => i);
  const results = await step.run({ indices, batchSize: recipe.batchSize, learningRates, firstStep: first });
  const mean = (of: (result: (typeof results)[number]) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  const right = mean(({ correct }) => correct) / recipe.batchSize;
  const minutes = (performance.now() - began) / 60_000;
  console.log(
    `${round + 1} of ${rounds}: loss ${mean(({ loss }) => loss).toFixed(4)}, ${(100 * right).toFixed(1)} % right, ${minutes.toFixed(1)} min`,
  );
  if ((round + 1) % SAVED_EVERY === 0 || round + 1 === rounds) await save(round + 1);
}
await composing.end();
step.dispose();
process.exit(0);

/** A round's lines in the order in which they are learnt. */
function lay(fresh: LineMemory, at: number): void {
  const random = stream(seed, 'shuffle', at);
  const order = Array.from({ length: LINES_A_ROUND }, (_, place) => place);
  random.shuffle(order);
  order.forEach((place, n) => {
    const isFresh = n < linesIn(fresh);
    const from = isFresh ? fresh : past[random.integer(past.length)]!;
    copyLine(from, isFresh ? n : random.integer(linesIn(from)), shown, place);
    if (isFresh) return;
    const ink = shown.images.subarray(place * bytes, (place + 1) * bytes);
    ink.set(shaken(random, ink, { width, height }));
  });
}

async function save(done: number): Promise<void> {
  step.settle();
  const tensors = named(
    state.variables,
    state.variables.map((variable) => variable.values()),
    state.names,
  );
  await writeAtomic(memory, encodeSafetensors({ tensors, metadata: { format: 'inkstone-1', round: String(done) } }));
  const { variables } = state.model;
  const averaged = variables.map((variable) => (state.average?.shadowOf(variable) ?? variable).values());
  const card = {
    ...{ name: 'Line reader', task: TASK, framing: 'as-written' as const, spec: lineReader.model },
    ...{ parameters: state.model.parameters, createdAt: Date.now(), trainedOn: TRAINED_ON, tests: [], parent: null },
    command: 'node scripts/line-reader/main.ts',
  };
  await writeModelFolder(values.save, card, named(variables, averaged));
}
