import path from 'node:path';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { writeVariables } from '../checkpoints/tensors.ts';
import { testResult } from '../evaluate/evaluate.ts';
import { createReader } from '../evaluate/create-reader.ts';
import type { Reader } from '../evaluate/reader.ts';
import { writeModelFolder, type NewKnown } from '../formats/model-folder.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import { detectorTensors } from '../known/detector-file.ts';
import { learnKnown } from '../known/learn-known.ts';
import type { Made } from '../known/look-at.ts';
import { buildModel } from '../model/build-model.ts';
import { beforeAndAfter, type TestedPart } from './before-and-after.ts';
import { diverge, type Sitting } from './sitting.ts';
import { readTest, readTestParts, type TestPart } from './test-part.ts';

interface TestedModel {
  readonly weights: readonly NamedTensor[];
  readonly tested: readonly TestedPart[];
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
  const sole = position.best === null || position.best.step === position.step;
  const keepsBest = !sole && job.spec.recipe.earlyStopping?.restoreBest === true;
  const made: Made = new Map();
  const parts = await readTestParts(job);
  // What the parent could read is for the one that is kept.
  const own = parts.filter(({ part }) => part === 'own');
  const last = yield* testAndLearn(sitting, state.weightsOf(tensors), made, {
    from: 0,
    to: sole ? 1 : 0.5,
    tests: keepsBest ? own : parts,
  });
  if (!last) return false;
  const best = sole ? position.best && last : yield* testBest(sitting, made, keepsBest ? parts : own);
  if (position.best && !best) return false;
  const final = keepsBest && best ? best : last;
  const compared = job.spec.from ? await beforeAndAfter(job, final.tested, sitting.control.interrupted) : NOTHING;
  if (!compared) return false;
  const unseen = sitting.unseen.length > 0 ? [{ code: 'classes-unseen' as const, names: [...sitting.unseen] }] : [];
  const time = clock.time();
  for (const result of testsOf(final, 'own')) yield { type: 'test', time, result };
  for (const comparison of compared.comparisons) yield { type: 'compared', time, comparison };
  for (const warning of [...unseen, ...compared.warnings]) yield { type: 'warning', time, warning };
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

const NOTHING = { comparisons: [], warnings: [] };

/** As its record has them, which are of its own data, and its model's card. */
const testsOf = ({ tested }: TestedModel, of: TestPart['part']) =>
  tested.filter(({ part }) => part === of).map(({ dataset, evaluation }) => testResult(dataset, evaluation));

/** The part of the work after the last epoch that one model's is. */
interface Part {
  readonly from: number;
  readonly to: number;
  /** What it is tested on. */
  readonly tests: readonly TestPart[];
}

type Finishing = Extract<RunLog, { type: 'finishing' }>;

/** A model with these weights: its tests, and what it takes to tell non-signs. Null if it was interrupted. */
async function* testAndLearn(
  sitting: Sitting,
  weights: readonly NamedTensor[],
  made: Made,
  part: Part,
): AsyncGenerator<RunLog, TestedModel | null, void> {
  const { job, control } = sitting;
  const model = buildModel(job.spec.model, job.spec.recipe.seed);
  let reader: Reader | null = null;
  try {
    writeVariables(model.variables, weights);
    reader = createReader(model);
    yield finishing(sitting, 'test', part.from);
    const tested: TestedPart[] = [];
    for (const test of part.tests) {
      const evaluation = await readTest(reader, test, job.spec.task, control.interrupted);
      if (!evaluation) return null;
      tested.push({ ...test, evaluation });
    }
    // A line is no sign at all.
    const known = job.known && !sitting.lines ? yield* knownOf(sitting, reader, made, part) : null;
    return known === 'interrupted' ? null : { weights, tested, known };
  } finally {
    reader?.dispose();
    model.dispose();
  }
}

/** Tells whenever another tenth of it is done. */
async function* knownOf(sitting: Sitting, reader: Reader, made: Made, { from, to }: Part) {
  const { job, images, training, replayed, validation, control } = sitting;
  const { framing, recipe } = job.spec;
  const { interrupted } = control;
  const learning = learnKnown({
    set: images,
    training: [...training, ...replayed],
    validation,
    framing,
    seed: recipe.seed,
    reader,
    made,
    interrupted,
  });
  yield finishing(sitting, 'known', from);
  for (let told = 0; ;) {
    const next = await learning.next();
    if (next.done) {
      const known = next.value;
      return known === null || known === 'interrupted'
        ? known
        : { card: known.card, weights: detectorTensors(known.detector) };
    }
    if (next.value < told + 0.1) continue;
    told = next.value;
    yield finishing(sitting, 'known', from + (to - from) * told);
  }
}

const finishing = ({ clock, state }: Sitting, work: Finishing['work'], done: number): Finishing => ({
  type: 'finishing',
  time: clock.time(),
  step: state.position.step,
  work,
  done,
});

/** As `testAndLearn`; null if there is no best epoch, too. */
async function* testBest(
  sitting: Sitting,
  made: Made,
  tests: readonly TestPart[],
): AsyncGenerator<RunLog, TestedModel | null, void> {
  const { best } = sitting.state.position;
  if (!best) return null;
  return yield* testAndLearn(sitting, await sitting.checkpoints.readBest(best.step), made, { from: 0.5, to: 1, tests });
}

function write({ job, state, clock }: Sitting, name: 'model' | 'best', tested: TestedModel) {
  const { from } = job.spec;
  const card = {
    name: job.spec.name,
    task: job.spec.task,
    framing: job.spec.framing,
    spec: job.spec.model,
    parameters: state.model.parameters,
    createdAt: clock.time(),
    trainedOn: job.data.map((files) => files.id),
    // Also what its parent could read: whatever goes on from this model is to keep that.
    tests: [...testsOf(tested, 'own'), ...testsOf(tested, 'original')],
    command: null,
    // A run that has begun has its parent.
    parent: from ? { ref: from.model, name: from.name, weightsSha256: from.weightsSha256! } : null,
  };
  return writeModelFolder(path.join(job.folder, name), card, tested.weights, tested.known);
}
