import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { writeVariables } from '../../electron/trainer/checkpoints/tensors.ts';
import { readTrainingData } from '../../electron/trainer/data/training-data.ts';
import { createReader } from '../../electron/trainer/evaluate/create-reader.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { detectorTensors } from '../../electron/trainer/known/detector-file.ts';
import { learnKnown, type Known, type KnownOptions } from '../../electron/trainer/known/learn-known.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import type { KnownCard } from '../../shared/contract/schemas/predict.ts';
import { runBehind } from '../lib/finished-run.ts';

/**
 * Learns anew what is no sign, as the end of the run in `home` would, and writes it into `folder`, that run's model: its
 * weights stay what they are. Throws if the newest finished run made another model or its data are gone.
 */
export async function relearnKnown(home: string, folder: string): Promise<KnownCard> {
  loadTensorflow();
  const { card, weights } = await readModelFolder(folder);
  const {
    run: { spec },
    files,
  } = await runBehind(home, folder);
  const { images, training, validation, replayed } = await readTrainingData(spec, files);
  const model = buildModel(card.spec, spec.recipe.seed);
  writeVariables(model.variables, weights);
  const reader = createReader(model);
  const learnt = await toTheEnd({
    set: images,
    training: [...training, ...replayed],
    validation,
    framing: spec.framing,
    seed: spec.recipe.seed,
    reader,
    made: new Map(),
    interrupted: () => false,
  });
  const written = await writeModelFolder(folder, card, weights, {
    card: learnt.card,
    weights: detectorTensors(learnt.detector),
  });
  return written.known!;
}

async function toTheEnd(options: KnownOptions): Promise<Known> {
  const work = learnKnown(options);
  for (;;) {
    const next = await work.next();
    if (!next.done) continue;
    if (next.value === null || next.value === 'interrupted') throw new Error('too few images to learn from');
    return next.value;
  }
}
