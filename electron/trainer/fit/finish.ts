import path from 'node:path';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TestResult } from '../../../shared/contract/schemas/run.ts';
import { writeVariables } from '../checkpoints/tensors.ts';
import { readImageSet } from '../../files/image-set.ts';
import { allIndices, evaluate, testResult } from '../evaluate/evaluate.ts';
import { createReader } from '../evaluate/create-reader.ts';
import type { Reader } from '../evaluate/reader.ts';
import { writeModelFolder, type NewKnown } from '../formats/model-folder.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import { detectorTensors } from '../known/detector.ts';
import { learnKnown } from '../known/learn-known.ts';
import { buildModel } from '../model/build-model.ts';
import { diverge, type Sitting } from './sitting.ts';

interface TestedModel {
  readonly weights: readonly NamedTensor[];
  readonly tests: readonly TestResult[];
  readonly known: NewKnown | null;
}

/**
 * After the last epoch: reads every test split with the last weights, lets the model learn what is no sign, and writes model/;
 * the same for the best epoch's weights and best/, if there was validation. Where early stopping restores the best epoch, model/ has its weights too.
 * False if it was interrupted: it is then done again.
 */
export async function* finish(sitting: Sitting): AsyncGenerator<RunLog, boolean, void> {
  const { state, clock, meter, job } = sitting;
  const { position } = state;
  const tensors = await state.tensors();
  if (!tensors) {
    yield* diverge(sitting);
    return false;
  }
  const last = await test(sitting, state.weightsOf(tensors));
  const best = position.best?.step === position.step ? last : await testBest(sitting);
  if (!last || (position.best && !best)) return false;
  const final = job.spec.recipe.earlyStopping?.restoreBest && best ? best : last;
  for (const result of final.tests) yield { type: 'test', time: clock.time(), result };
  const card = await write(sitting, 'model', final);
  if (best) await write(sitting, 'best', best);
  yield {
    type: 'finished',
    time: clock.time(),
    step: position.step,
    weightsSha256: card.weightsSha256,
    imagesPerSecond: meter.overall,
    seconds: position.seconds,
  };
  return true;
}

/** Tests a model with these weights and trains its detector of non-signs. Null if it was interrupted. */
async function test(sitting: Sitting, weights: readonly NamedTensor[]): Promise<TestedModel | null> {
  const { job, control } = sitting;
  const model = buildModel(job.spec.model, job.spec.recipe.seed);
  let reader: Reader | null = null;
  try {
    writeVariables(model.variables, weights);
    reader = createReader(model, undefined, 'insight');
    const tests: TestResult[] = [];
    for (const files of job.data) {
      const set = await readImageSet([files], 'test', job.spec);
      if (set.count === 0) continue;
      const evaluation = await evaluate(reader, set, allIndices(set.count), control.interrupted);
      if (!evaluation) return null;
      tests.push(testResult(files.id, evaluation));
    }
    const known = job.known ? await knownOf(sitting, reader) : null;
    return known === 'interrupted' ? null : { weights, tests, known };
  } finally {
    reader?.dispose();
    model.dispose();
  }
}

async function knownOf({ job, images, training, validation, control }: Sitting, reader: Reader) {
  const { framing, recipe } = job.spec;
  const { interrupted } = control;
  const options = { set: images, training, validation, framing, seed: recipe.seed, reader, interrupted };
  const known = await learnKnown(options);
  if (known === null || known === 'interrupted') return known;
  return { card: known.card, weights: detectorTensors(known.detector) };
}

/** As `test`; null if there is no best epoch, too. */
async function testBest(sitting: Sitting): Promise<TestedModel | null> {
  const { best } = sitting.state.position;
  return best && test(sitting, await sitting.checkpoints.readBest(best.step));
}

function write({ job, state, clock }: Sitting, name: 'model' | 'best', { weights, tests, known }: TestedModel) {
  const card = {
    name: job.spec.name,
    task: job.spec.task,
    framing: job.spec.framing,
    spec: job.spec.model,
    parameters: state.model.parameters,
    createdAt: clock.time(),
    trainedOn: job.data.map((files) => files.id),
    tests: [...tests],
    command: null,
    parent: null,
  };
  return writeModelFolder(path.join(job.folder, name), card, weights, known);
}
