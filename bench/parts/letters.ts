import path from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { writeHand } from '../hands/hand-files.ts';
import { learn, learnFromScratch, type Ended } from '../hands/learn.ts';
import { ALPHABET, letterWriter } from '../hands/letter-writer.ts';
import { lettersResult, type Letters } from '../hands/result.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { startTrainerProcess, type TrainerProcess } from '../lib/trainer-process.ts';

/** What learning signs of one's own comes to, from the starter, which knows digits alone. */
export const letters: Part = {
  name: 'letters',
  about:
    'learning 26 letters of one writer from 1, 3 and 10 samples each, from the starter and from scratch; with --quick from 10',
  onlyNamed: true,
  run: measure,
};

const WHOLE = { writers: 10, samples: [1, 3, 10] };
const QUICK = { writers: 6, samples: [10] };
/** Drawings of each letter by a writer. */
const DRAWN = 30;
const STARTER = path.join(root, 'resources', 'starter');

async function measure(bench: Bench): Promise<PartResult> {
  const trainer = startTrainerProcess();
  const wanted = bench.quick ? QUICK : WHOLE;
  try {
    const learnt: Letters[] = [];
    for (let writer = 1; writer <= wanted.writers; writer++) {
      for (const samples of wanted.samples) learnt.push(await learnBothWays(bench, trainer, writer, samples));
    }
    return lettersResult(learnt);
  } finally {
    await trainer.end();
  }
}

async function learnBothWays(
  { folder, data, say }: Bench,
  trainer: TrainerProcess,
  writer: number,
  samples: number,
): Promise<Letters> {
  const task = { ...DIGITS, classes: ALPHABET };
  const hand = writeHand(folder, task, letterWriter(DRAWN, writer), samples);
  const images = samples * ALPHABET.length;
  const tuned = wrongOf(await learn(trainer, folder, STARTER, hand, images, data));
  const scratch = wrongOf(await learnFromScratch(trainer, folder, hand, images));
  say(`writer ${writer}, ${samples} a letter: ${tuned.wrong} wrong of ${tuned.of}, from scratch ${scratch.wrong}`);
  return { writer, samples, tuned: tuned.wrong, scratch: scratch.wrong, of: tuned.of };
}

function wrongOf({ tests }: Ended): { wrong: number; of: number } {
  const { accuracy, n } = tests[0]!;
  return { wrong: Math.round((1 - accuracy) * n), of: n };
}
