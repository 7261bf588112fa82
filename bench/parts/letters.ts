import { DIGITS } from '../../shared/task/digits.ts';
import { writeHand } from '../hands/hand-files.ts';
import { learn, learnFromScratch, trainParent, type Ended } from '../hands/learn.ts';
import { lettersResult, type Letters } from '../hands/result.ts';
import { ALPHABET, letterSigns, simulatedWriter } from '../hands/simulated.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { startTrainerProcess, type TrainerProcess } from '../lib/trainer-process.ts';

/** What learning signs of one's own comes to, from a model that knows digits alone. */
export const letters: Part = {
  name: 'letters',
  about: 'learning 26 letters of one writer from 1, 3 and 10 samples each, from a model of digits and from scratch',
  onlyNamed: true,
  run: measure,
};

const SAMPLES = [1, 3, 10] as const;
/** Drawings of each letter by a writer. */
const DRAWN = 30;
const WRITERS = { whole: 10, quick: 3 };

async function measure(bench: Bench): Promise<PartResult> {
  const trainer = startTrainerProcess();
  try {
    const parent = await trainParent(trainer, bench.folder, [bench.data]);
    const learnt: Letters[] = [];
    for (let writer = 1; writer <= (bench.quick ? WRITERS.quick : WRITERS.whole); writer++) {
      for (const samples of SAMPLES) learnt.push(await learnBothWays(bench, trainer, parent, writer, samples));
    }
    return lettersResult(learnt);
  } finally {
    await trainer.end();
  }
}

async function learnBothWays(
  { folder, data, say }: Bench,
  trainer: TrainerProcess,
  parent: string,
  writer: number,
  samples: number,
): Promise<Letters> {
  const task = { ...DIGITS, classes: ALPHABET };
  const hand = writeHand(folder, task, simulatedWriter(letterSigns, DRAWN, writer), samples);
  const images = samples * ALPHABET.length;
  const tuned = wrongOf(await learn(trainer, folder, parent, hand, images, data));
  const scratch = wrongOf(await learnFromScratch(trainer, folder, hand, images));
  say(`writer ${writer}, ${samples} a letter: ${tuned.wrong} wrong of ${tuned.of}, from scratch ${scratch.wrong}`);
  return { writer, samples, tuned: tuned.wrong, scratch: scratch.wrong, of: tuned.of };
}

function wrongOf({ tests }: Ended): { wrong: number; of: number } {
  const { accuracy, n } = tests[0]!;
  return { wrong: Math.round((1 - accuracy) * n), of: n };
}
