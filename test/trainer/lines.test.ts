import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { composeLines } from '../../electron/trainer/data/line-set.ts';
import { readTrainingData, type TrainingData } from '../../electron/trainer/data/training-data.ts';
import { evaluateLines } from '../../electron/trainer/evaluate/evaluate-lines.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { composedLines } from '../../electron/trainer/fit/composed-lines.ts';
import { createEagerStep } from '../../electron/trainer/step/eager-step.ts';
import { createGraphStep } from '../../electron/trainer/step/graph-step.ts';
import { createTrainingState } from '../../electron/trainer/step/training-state.ts';
import { lineChoiceSchema } from '../../shared/contract/schemas/line-choice.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import type { DataFiles, TrainJob } from '../../shared/contract/trainer.ts';
import { taskOfChoice } from '../../shared/lines/line-task.ts';
import { stream } from '../../shared/random/random.ts';
import { greedy } from '../../shared/reading/beam-search.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { modelOf } from '../fixtures/models.ts';
import { apart, programOf, variablesOf } from '../fixtures/train-steps.ts';
import { tellsOfStep } from '../fixtures/told-steps.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 2000, 300);
});
afterAll(remove);

/** Lines of a digit or two, on clean paper, which a small model learns in some hundred steps. */
const lines = lineChoiceSchema.parse({ longest: 2, width: 72, paper: 'clean', perEpoch: 640 });
const task = taskOfChoice([DIGITS], { datasets: ['mnist'], lines });
const model = modelOf(
  [
    { type: 'Conv2D', filters: 12, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
    { type: 'MaxPooling2D', poolSize: [4, 2] },
    { type: 'Conv2D', filters: 24, kernelSize: [3, 3], padding: 'same', activation: 'relu' },
    { type: 'MaxPooling2D', poolSize: [2, 2] },
    { type: 'Conv2D', filters: 48, kernelSize: [4, 3], activation: 'relu' },
    { type: 'Reshape', targetShape: [16, 48] },
    { type: 'GRU', units: 24, bidirectional: true, returnSequences: true },
    { type: 'Dense', units: 11, activation: 'softmax' },
  ],
  [32, 72, 1],
);
const RECIPE: Partial<RecipeInput> = {
  optimizer: { name: 'adam', learningRate: 0.005 },
  gradientClip: { kind: 'norm', limit: 3 },
  batchSize: 32,
};

function job(name: string, recipe: Partial<RecipeInput> = {}): TrainJob {
  const own = trainJob(at(name), data, { recipe: { ...RECIPE, ...recipe } });
  return { ...own, spec: { ...own.spec, task, model, framing: 'centred', data: { ...own.spec.data, lines } } };
}
const weights = (name: string): Buffer => readFileSync(at(`${name}/model/weights.safetensors`));

describe('training on lines that are composed of signs', () => {
  it('learns to read them, and says how many it reads and how many signs are wrong', async () => {
    const outcome = await runFit(job('whole', { epochs: 14, optimizer: { name: 'adam', learningRate: 0.01 } }));
    expect(outcome.error).toBeNull();
    expect(outcome.of('started')[0]).toMatchObject({ trainCount: 640, validationCount: 640, stepsPerEpoch: 20 });
    const { result } = outcome.of('test')[0]!;
    expect(result).toMatchObject({ dataset: 'mnist', n: 640, confusion: [] });
    // Blanks alone are one string right of none; guessing a digit would be one of ten.
    expect(result.accuracy).toBeGreaterThan(0.2);
    expect(result.characterErrorRate).toBeLessThan(1 - result.accuracy);
    const wrong = result.edits!.reduce((sum, [, , count]) => sum + count, 0);
    expect(wrong).toBeGreaterThanOrEqual(Math.round(640 * (1 - result.accuracy)));
    const epochs = outcome.of('epoch');
    expect(epochs.at(-1)!.validation!.accuracy).toBeGreaterThan(epochs[0]!.validation!.accuracy);
    expect(epochs.at(-1)!.train.loss).toBeLessThan(epochs[0]!.train.loss! / 2);
  });

  it('writes a model that reads lines of any width as its test did', async () => {
    const { framing } = job('whole').spec;
    const source = await trainingData();
    const set = composeLines(source.lines!.composer, stream(5, 'sample'), 40, task);
    const models = new ModelCache();
    try {
      await models.use(at('whole/model'), async (loaded) => {
        expect(loaded.card).toMatchObject({ task, framing, known: null });
        const told = (await evaluateLines(loaded.reader, set, task))!;
        const widths = Array<number>(40).fill(72);
        const answers = await readLines(loaded, { height: 32, widths, ink: Uint8Array.from(set.images) });
        const read = answers.logits.map((logits) => greedy(emissionsOf(logits, 10)).join());
        const truth = widths.map((_, i) => [...set.strings.subarray(i * 32, i * 32 + 32)].filter((s) => s >= 0).join());
        const right = truth.map((signs, i) => signs === read[i]);
        // Paper behind a line changes what a bidirectional layer sees, but hardly what it reads.
        const same = right.filter((is, i) => is === told.rightAt[i]).length;
        expect(same).toBeGreaterThanOrEqual(38);
      });
    } finally {
      models.dispose();
    }
  });

  it('comes to the same weights, to the bit, when it is stopped on the way', async () => {
    const recipe = { epochs: 2, ema: { decay: 0.9 } };
    await runFit(job('straight', recipe));
    const stopped = await runFit(job('stopped', recipe), (log, control) => {
      if (tellsOfStep(log, 27)) void control.stop();
    });
    expect(stopped.of('stopped')).toHaveLength(1);
    const resumed = await runFit({ ...job('stopped', recipe), resume: true });
    expect(resumed.error).toBeNull();
    expect(weights('stopped').equals(weights('straight'))).toBe(true);
  });

  it('goes on from a trained model and says what it reads beside it', async () => {
    const own = job('tuned', { epochs: 1 });
    cpSync(at('whole/model'), at('tuned/from'), { recursive: true });
    const card = JSON.parse(readFileSync(at('whole/model/model.json'), 'utf8')) as { weightsSha256: string };
    const from = {
      model: 'whole',
      name: 'Whole',
      weightsSha256: card.weightsSha256,
      freeze: 'none' as const,
      head: 'keep' as const,
    };
    const outcome = await runFit({
      ...own,
      spec: { ...own.spec, from },
      from: { replay: [], originals: [] },
    });
    expect(outcome.error).toBeNull();
    const { comparison } = outcome.of('compared')[0]!;
    expect(comparison.before.n).toBe(640);
    expect(comparison.before.characterErrorRate).toBeGreaterThan(0);
    expect(comparison.bothRight + comparison.onlyBefore + comparison.onlyAfter + comparison.bothWrong).toBe(640);
    expect(comparison.changed).toEqual([]);
  });

  it('replays lines of other signs, and says whether it forgets those', async () => {
    const [own, other] = [
      writeMnistFiles(at('few'), 200, 100),
      { ...writeMnistFiles(at('other'), 1000, 200), id: 'other' },
    ];
    const wish = job('replaying', { epochs: 1, validation: { kind: 'none' } });
    cpSync(at('whole/model'), at('replaying/from'), { recursive: true });
    const card = JSON.parse(readFileSync(at('whole/model/model.json'), 'utf8')) as { weightsSha256: string };
    const from = {
      ...{ model: 'whole', name: 'Whole', weightsSha256: card.weightsSha256 },
      ...{ freeze: 'none' as const, head: 'keep' as const, replay: { datasets: ['other'], share: 0.75 } },
    };
    const spec = { ...wish.spec, from };
    const outcome = await runFit({ ...wish, data: [own], spec, from: { replay: [other], originals: [other] } });
    expect(outcome.error).toBeNull();
    expect(outcome.of('started')[0]).toMatchObject({ trainCount: 160, replayCount: 480, stepsPerEpoch: 20 });
    const parts = outcome.of('compared').map(({ comparison }) => comparison);
    expect(parts.map(({ part, after }) => [part, after.dataset])).toEqual([
      ['own', 'mnist'],
      ['original', 'other'],
    ]);
    expect(parts[1]!.before).toMatchObject({ n: 640, confusion: [] });
  });

  it('keeps classes of its parent’s that its own signs have not, and writes none of them', async () => {
    const wide: Task = { ...task, classes: [...task.classes, 'A'] };
    const { spec } = job('none');
    const numbers = lineChoiceSchema.parse({ ...lines, texts: 'numbers', longest: 8, width: 200, perEpoch: 64 });
    const classes = [...taskOfChoice([DIGITS], { datasets: ['mnist'], lines: numbers }).classes, 'A'];
    const wider: Task = { ...wide, inputShape: [32, 200, 1], classes };
    const { lines: source } = await readTrainingData({ ...spec, task: wider, data: { ...spec.data, lines: numbers } }, [
      data,
    ]);
    const made = composeLines(source!.composer, stream(1, 'sample'), 300, wider);
    expect(made.strings.includes(classes.indexOf('.'))).toBe(true);
    expect(made.strings.includes(classes.indexOf('A'))).toBe(false);
  });
});

const trainingData = (): Promise<TrainingData> => readTrainingData(job('none').spec, [data]);

describe('the lines of an epoch', () => {
  it('are others in each, and the same however often their composing is interrupted', async () => {
    const { composer } = (await trainingData()).lines!;
    const made = () => composedLines(composer, { count: 64, task, seed: 3 });
    const [whole, parted, next] = [made(), made(), made()];
    await whole.drawing.draw(2, () => false);
    while (!parted.drawing.isReady(2)) await parted.drawing.draw(2, () => true);
    await next.drawing.draw(3, () => false);
    expect(parted.set).toEqual(whole.set);
    expect(next.set.strings).not.toEqual(whole.set.strings);
  });

  it('are trained on alike op by op and in the graph', async () => {
    const { lines: source, order } = await trainingData();
    const trained = async (create: typeof createGraphStep | typeof createEagerStep) => {
      const { recipe } = job('none').spec;
      const state = createTrainingState(model, recipe);
      const { set, drawing } = composedLines(source!.composer, { count: 64, task, seed: 3 });
      const program = programOf(recipe);
      const step =
        create === createGraphStep ? createGraphStep(state, program, set, [32]) : createEagerStep(state, program, set);
      try {
        for (const epoch of [0, 1]) {
          await drawing.draw(epoch, () => false);
          step.reload();
          const indices = Int32Array.from({ length: 64 }, (_, i) => i);
          const learningRates = new Float32Array(2).fill(0.001);
          const results = await step.run({ indices, batchSize: 32, learningRates, firstStep: 2 * epoch + 1 });
          expect(results.every(({ applied }) => applied)).toBe(true);
        }
        step.settle();
        return variablesOf(state);
      } finally {
        step.dispose();
        state.dispose();
      }
    };
    expect(order.images).toBe(640);
    expect(apart(await trained(createGraphStep), await trained(createEagerStep))).toBeLessThan(1e-4);
  });

  it('come to the same bits one by one and many steps in a call, which TensorFlow takes for a large graph', async () => {
    const rows = modelOf(
      [
        { type: 'Reshape', targetShape: [32, 72] },
        { type: 'GRU', units: 24, returnSequences: true },
        { type: 'Dense', units: 11, activation: 'softmax' },
      ],
      [32, 72, 1],
    );
    const { recipe } = job('none').spec;
    const { set, drawing } = composedLines((await trainingData()).lines!.composer, { count: 256, task, seed: 3 });
    await drawing.draw(0, () => false);
    const indices = Int32Array.from({ length: 256 }, (_, i) => i);
    const trained = async (together: number) => {
      const state = createTrainingState(rows, recipe);
      const step = createGraphStep(state, programOf(recipe), set, [32]);
      try {
        for (let done = 0; done < 8; done += together) {
          const block = indices.subarray(32 * done, 32 * (done + together));
          const learningRates = new Float32Array(together).fill(0.005);
          await step.run({ indices: block, batchSize: 32, learningRates, firstStep: done + 1 });
        }
        step.settle();
        return variablesOf(state);
      } finally {
        step.dispose();
        state.dispose();
      }
    };
    expect(await trained(8)).toEqual(await trained(1));
  });
});
