import fs from 'node:fs';
import path from 'node:path';
import type { Comparison } from '../../shared/contract/schemas/run-result.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { root } from '../../scripts/lib/root.ts';
import { readPens, syntheticImages } from '../../scripts/starter/hands.ts';
import type { PenDigit } from '../../scripts/starter/pens.ts';
import { writeFiles, writeHand } from '../hands/hand-files.ts';
import { learn, trainParent, type Ended } from '../hands/learn.ts';
import { writersResult, type Learnt } from '../hands/result.ts';
import { digitSigns, simulatedWriter } from '../hands/simulated.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count } from '../lib/format.ts';
import { startTrainerProcess, type TrainerProcess } from '../lib/trainer-process.ts';

/** What "learn my hand" comes to, on writers that the model never saw. */
export const writers: Part = {
  name: 'writers',
  about: 'learning a hand from 5, 10 and 20 samples a digit',
  onlyNamed: true,
  run: measure,
};

const PENS = path.join(root, '..', 'shared', 'data', 'pendigits', 'drawings.json.gz');
const SAMPLES = [5, 10, 20] as const;
/** Drawings of each sign by a simulated writer, and synthetic digits beside MNIST for who reads the pens. */
const [DRAWN, SYNTHETIC] = [30, 12_000];
/** How many writers there are: of the pen drawings (null: all), and simulated ones. */
const WRITERS = { whole: { pens: null, simulated: 10 }, quick: { pens: 10, simulated: 5 } };

async function measure(bench: Bench): Promise<PartResult> {
  if (!fs.existsSync(PENS)) throw new Error(`the drawings of thirty writers are not at ${PENS}`);
  const pens = readPens(PENS);
  const all = [...new Set(pens.map(({ writer }) => writer))];
  const wanted = bench.quick ? WRITERS.quick : WRITERS.whole;
  const chosen = stream(1, 'split')
    .shuffle(all)
    .slice(0, wanted.pens ?? all.length);
  const simulated = Array.from({ length: wanted.simulated }, (_, i) => simulatedWriter(digitSigns, DRAWN, i + 1));
  const trainer = startTrainerProcess();
  try {
    const { folder, data } = bench;
    const noDigits = { images: new Uint8Array(), labels: new Uint8Array() };
    const synthetic = writeFiles(path.join(folder, 'synthetic'), 'synthetic', DIGITS, {
      train: syntheticImages(SYNTHETIC, 12),
      test: noDigits,
    });
    const drawn = await trainParent(trainer, folder, [data, synthetic]);
    const byPen = chosen.map((writer) => pens.filter((pen) => pen.writer === writer));
    const learnt = await learnAll(bench, trainer, drawn, 'pen drawings', byPen);
    // Who has seen the studio's synthetic digits has seen the simulated writers' ways of writing.
    const plain = await trainParent(trainer, folder, [data]);
    learnt.push(...(await learnAll(bench, trainer, plain, 'simulated', simulated)));
    return writersResult(learnt);
  } finally {
    await trainer.end();
  }
}

async function learnAll(
  { folder, data, say }: Bench,
  trainer: TrainerProcess,
  parent: string,
  kind: Learnt['kind'],
  writers: readonly (readonly PenDigit[])[],
): Promise<Learnt[]> {
  const learnt: Learnt[] = [];
  for (const pens of writers) {
    const { writer } = pens[0]!;
    for (const samples of SAMPLES) {
      const hand = writeHand(folder, DIGITS, pens, samples);
      const ended = await learn(trainer, folder, parent, hand, 10 * samples, data);
      const [own, mnist] = [wrongOf(ended, 'own'), wrongOf(ended, 'original')];
      learnt.push({ kind, writer, samples, own, mnist, seconds: ended.seconds });
      say(`${kind}, writer ${writer}, ${samples} a digit: ${own.before} to ${own.after} wrong of ${count(own.of)}`);
    }
  }
  return learnt;
}

function wrongOf({ comparisons }: Ended, part: Comparison['part']): Learnt['own'] {
  const { bothRight, onlyBefore, onlyAfter, bothWrong } = comparisons.find((comparison) => comparison.part === part)!;
  return {
    before: onlyAfter + bothWrong,
    after: onlyBefore + bothWrong,
    of: bothRight + onlyBefore + onlyAfter + bothWrong,
  };
}
