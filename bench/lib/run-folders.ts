import fs from 'node:fs';
import path from 'node:path';
import type { Run, RunSpec } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { ModelCard } from '../../shared/contract/schemas/predict.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { runSchema } from '../../shared/contract/schemas/run.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { scheduleFactor } from '../../shared/model/schedule.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { applyLog } from '../../shared/runs/apply-log.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { BLANK_RUN } from '../../electron/services/runs/create-run.ts';
import { newRunId } from '../../electron/services/runs/run-id.ts';

/** What the folders are to be like. */
export interface RunFolders {
  readonly count: number;
  readonly epochs: number;
  /** The runs begin a minute apart, the last one then: milliseconds since the Unix epoch. */
  readonly until: number;
}

const STEPS_AN_EPOCH = 8;
const TEST_IMAGES = 10_000;
const TAGS = ['baseline', 'thesis', 'wide', 'check', 'kept'];

/**
 * Run folders as the studio leaves them after training: run.json and metrics.jsonl through the studio's own reducer and schemas, and the
 * model's card; no weights and no checkpoints, which no list reads. Made up, not trained: the same each time. Gives the ids, oldest first.
 */
export function writeRunFolders(runsFolder: string, { count, epochs, until }: RunFolders): string[] {
  const random = stream(20_260, 'synthetic');
  return Array.from({ length: count }, (_, i) => {
    const run = blankRun(i, until - (count - i) * 60_000, epochs, random);
    const logs = logsOf(run, random);
    const record = runSchema.parse(logs.reduce(applyLog, run));
    const folder = path.join(runsFolder, run.id);
    fs.mkdirSync(path.join(folder, 'model'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
    fs.writeFileSync(path.join(folder, 'metrics.jsonl'), logs.map((log) => `${JSON.stringify(log)}\n`).join(''));
    fs.writeFileSync(path.join(folder, 'model', 'model.json'), `${JSON.stringify(cardOf(record), null, 2)}\n`);
    return run.id;
  });
}

const uniform = (random: Random): number => random.next() / 2 ** 32;

function blankRun(i: number, createdAt: number, epochs: number, random: Random): Run {
  const preset = PRESETS[i % PRESETS.length]!;
  const learningRate = Number((10 ** (-4 + 3 * uniform(random))).toPrecision(3));
  const optimizer = { ...preset.recipe.optimizer, learningRate };
  const spec: RunSpec = {
    version: 2,
    name: `${preset.model.name} ${i + 1}`,
    preset: preset.id,
    task: DIGITS,
    framing: 'centred',
    model: preset.model,
    data: { datasets: [i % 7 === 0 ? 'synthetic' : 'mnist'], limit: STEPS_AN_EPOCH * preset.recipe.batchSize },
    recipe: { ...preset.recipe, optimizer, epochs, seed: i, earlyStopping: null },
    group: groupOf(i),
  };
  const tags = TAGS.filter(() => random.next() % 6 === 0);
  return {
    ...BLANK_RUN,
    // Three random digits tell runs of one second apart; here the number does.
    id: `${newRunId(preset.id, createdAt).slice(0, -4)}-${String(i).padStart(5, '0')}`,
    spec,
    createdAt,
    parameters: describeModelFor(DIGITS, preset.model).parameters,
    predicted: null,
    marks: { starred: i % 50 === 0, tags, notes: i % 20 === 0 ? 'Compare with the baseline.' : '' },
  };
}

/** Of each forty runs, five are one configuration with as many seeds. */
function groupOf(i: number): RunSpec['group'] {
  const index = i % 40;
  return index < 5 ? { id: `seeds-${String(i - index).padStart(5, '0')}`, kind: 'seeds', index, count: 5 } : undefined;
}

function logsOf({ spec, createdAt, parameters }: Run, random: Random): RunLog[] {
  const { recipe } = spec;
  const totalSteps = recipe.epochs * STEPS_AN_EPOCH;
  const [floor, pace] = [0.01 + 0.1 * uniform(random), 2 + 8 * uniform(random)];
  let time = createdAt + 1000;
  const engine = { name: 'TensorFlow 2.18.1', mode: 'graph', fallback: null, device: 'CPU:0', threads: 2 } as const;
  const count = spec.data.limit ?? 1000;
  const logs: RunLog[] = [
    { type: 'stage', time, stage: 'load', seconds: 1.2 },
    {
      type: 'started',
      time,
      engine,
      totalSteps,
      stepsPerEpoch: STEPS_AN_EPOCH,
      trainCount: count,
      validationCount: 200,
      parameters,
    },
  ];
  const errorAt = (step: number): number => floor + (0.9 - floor) * Math.exp((-step / totalSteps) * pace);
  let best: Extract<RunLog, { type: 'epoch' }>['best'] = null;
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    const step = epoch * STEPS_AN_EPOCH;
    const steps = Array.from({ length: STEPS_AN_EPOCH }, (_, k) => step - STEPS_AN_EPOCH + 1 + k);
    const error = errorAt(step) * (0.9 + 0.2 * uniform(random));
    const validation = { loss: error * 2.3, accuracy: 1 - error };
    if (best === null || validation.accuracy > best.validation.accuracy) best = { epoch, step, validation };
    time += 900;
    logs.push(
      {
        type: 'steps',
        time,
        step,
        epoch,
        loss: steps.map((at) => errorAt(at) * 2.3),
        accuracy: steps.map((at) => 1 - errorAt(at)),
        learningRate: steps.map((at) => recipe.optimizer.learningRate * scheduleFactor(recipe, at, STEPS_AN_EPOCH)),
        imagesPerSecond: 5000 + 5000 * uniform(random),
        etaSeconds: (recipe.epochs - epoch) * 0.9,
      },
      { type: 'epoch', time, epoch, step, train: validation, validation, best, seconds: 0.9 },
      { type: 'checkpoint', time, step, seconds: 0.05 },
      { type: 'memory', time, step, residentBytes: 5e8, tensors: 39 },
    );
  }
  const right = Math.round(TEST_IMAGES * (1 - errorAt(totalSteps) * 1.05));
  const accuracy = right / TEST_IMAGES;
  const confusion = DIGITS.classes.map((_, c): [number, number, number] => [c, c, Math.round(right / 10)]);
  const interval95 = wilsonInterval(right, TEST_IMAGES);
  return [
    ...logs,
    {
      type: 'test',
      time,
      result: { dataset: 'mnist', accuracy, loss: 2.3 * (1 - accuracy), n: TEST_IMAGES, interval95, confusion },
    },
    {
      type: 'finished',
      time: time + 1000,
      step: totalSteps,
      weightsSha256: Array.from({ length: 8 }, () => random.next().toString(16).padStart(8, '0')).join(''),
      imagesPerSecond: 5000 + 5000 * uniform(random),
      seconds: recipe.epochs * 0.9,
    },
  ];
}

function cardOf({ spec, parameters, endedAt, result }: Run): ModelCard {
  return modelCardSchema.parse({
    version: 2,
    name: spec.name,
    task: spec.task,
    framing: spec.framing,
    spec: spec.model,
    parameters,
    weightsSha256: result!.weightsSha256,
    createdAt: endedAt,
    trainedOn: spec.data.datasets,
    tests: result!.tests,
    command: null,
  });
}
