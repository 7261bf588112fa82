import { fork } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dawnFolderName } from '../../electron/native/dawn-folder.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { LIGHT_STROKES } from '../../shared/ink/change-strokes.ts';
import { expectClose } from '../fixtures/close-results.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { modelOf } from '../fixtures/layer-cases.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { writePenFiles } from '../fixtures/pen-files.ts';
import { PROGRAMS } from '../fixtures/portable-programs.ts';
import { softwareVulkan } from '../fixtures/software-vulkan.ts';
import { toldSteps } from '../fixtures/told-steps.ts';
import {
  trainJob,
  untilCheckpoint,
  writeMnistFiles,
  type FineTuneFrom,
  type JobOptions,
} from '../fixtures/train-job.ts';
import { bundleScript, bundleTrainer, startTrainer, type TrainerProcess } from '../fixtures/trainer-process.ts';

const driver = softwareVulkan();
const dawn = path.join(repositoryRoot, 'node_modules/webgpu/dist', dawnFolderName());
const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let script: string;
let data: DataFiles;
let trainer: TrainerProcess;

/** WebGPU on a software driver in a process that has no TensorFlow; the oracle is TensorFlow, in this one. */
describe.skipIf(driver === null)('WebGPU on a software driver', { timeout: 400_000 }, () => {
  beforeAll(async () => {
    loadTensorflow();
    script = await bundleTrainer(folder);
    data = writeMnistFiles(at('data'), 96, 16);
    trainer = await start();
  }, 120_000);
  afterAll(() => {
    trainer.kill();
    remove();
  });

  const start = (): Promise<TrainerProcess> =>
    startTrainer(script, {
      env: { ...driver!, INKSTONE_CACHE_DIR: at('nothing'), INKSTONE_LIBTENSORFLOW: '' },
      engine: { backend: 'webgpu', libraryFolder: dawn },
    });

  /** A small CNN with all kinds of state: moving averages, masks, slots, an average of the weights. */
  const job = (name: string, options: JobOptions = {}) =>
    trainJob(at(name), data, {
      model: modelOf(
        [
          // Without the bias: a normalisation takes it away again, and an optimizer makes much of its gradient's rounding.
          { type: 'Conv2D', filters: 4, kernelSize: [5, 5], strides: [2, 2], useBias: false },
          { type: 'BatchNormalization' },
          { type: 'Activation', activation: 'relu' },
          { type: 'MaxPooling2D' },
          { type: 'Dropout', rate: 0.2 },
        ],
        [28, 28, 1],
      ),
      ...options,
      recipe: {
        batchSize: 16,
        epochs: 1,
        validation: { kind: 'stratified', fraction: 0.2 },
        ema: { decay: 0.9 },
        gradientClip: { kind: 'norm', limit: 5 },
        ...options.recipe,
      },
    });

  it('tells the adapter and that it is no card', () => {
    expect(trainer.facts).toMatchObject({
      engine: 'webgpu',
      tensorflow: null,
      adapter: { vendor: 'google', architecture: 'swiftshader', software: true },
      noGpuReason: 'no-device',
      libraryPath: dawn,
    });
    expect(trainer.facts.devices).toEqual([expect.stringMatching(/SwiftShader.*\(software\)$/)]);
  });

  it('trains a CNN on MNIST as TensorFlow does, step by step, and reads with it', async () => {
    const reference = await runFit(job('tensorflow'));
    expect(reference.error).toBeNull();
    await trainer.client.call('job.start', job('webgpu'));
    expect(await trainer.ended).toMatchObject({ outcome: 'finished', error: null });
    const ours = toldSteps(trainer.logs).map(({ loss }) => loss);
    const theirs = reference.steps().map(({ loss }) => loss);
    expect(theirs.length).toBe(5);
    expectClose([Float32Array.from(ours)], [Float32Array.from(theirs)], { share: 1e-3 });
    expect(trainer.logs.find(({ type }) => type === 'started')).toMatchObject({
      engine: { name: 'WebGPU (Dawn)', mode: 'eager', device: trainer.facts.devices[0] },
    });
    const tests = trainer.logs.flatMap((log) => (log.type === 'test' ? [log.result] : []));
    expect(tests[0]!.loss).toBeCloseTo(reference.of('test')[0]!.result.loss!, 2);

    const [mine, other] = await Promise.all(
      ['webgpu', 'tensorflow'].map((name) => readModelFolder(path.join(at(name), 'model'))),
    );
    const weights = (model: typeof mine) => model!.weights.map(({ values }) => values);
    expectClose(weights(mine), weights(other), { share: 5e-3, floor: 1e-3 });

    const images = readMnist('test').images.slice(0, 3 * 784);
    const { items } = await trainer.client.call('model.predict', { folder: path.join(at('webgpu'), 'model'), images });
    items.forEach(({ probabilities }) => expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4));
  });

  it('goes on after a kill to the same weights', async () => {
    const recipe = { epochs: 2, batchSize: 32, validation: { kind: 'none' as const } };
    const sha = ({ logs }: TrainerProcess) =>
      logs.flatMap((log) => (log.type === 'finished' ? [log.weightsSha256] : []));
    const whole = await start();
    await whole.client.call('job.start', job('whole', { recipe }));
    expect(await whole.ended).toMatchObject({ outcome: 'finished' });
    whole.kill();

    const options = { recipe, checkpoint: { everySteps: 2 } };
    const victim = await start();
    const killed = job('killed', options);
    await victim.client.call('job.start', killed);
    await untilCheckpoint(killed, 4, victim.ended);
    victim.kill();
    await victim.exited;
    const resumed = await start();
    await resumed.client.call('job.start', job('killed', { ...options, resume: true }));
    expect(await resumed.ended).toMatchObject({ outcome: 'finished', error: null });
    expect(toldSteps(resumed.logs).some(({ step }) => step <= 4)).toBe(false);
    expect(sha(resumed)).toEqual(sha(whole));
    resumed.kill();
  });

  it.each<{
    what: string;
    from: Pick<FineTuneFrom, 'freeze' | 'rates'>;
    strokes: RecipeInput['strokeAugmentation'];
    stages: string[];
  }>([
    {
      what: 'the head alone on frozen features that are computed once, faster',
      from: { freeze: 'features', rates: { head: 2 } },
      strokes: {},
      stages: ['features'],
    },
    {
      what: 'a frozen layer among others, each group at its own rate, of drawings that are drawn anew',
      from: { freeze: ['batch_normalization'], rates: { features: 0.25, head: 4 } },
      strokes: LIGHT_STROKES,
      stages: [],
    },
  ])('fine-tunes as TensorFlow does: $what', async ({ what, from, strokes, stages }) => {
    const name = stages.length > 0 ? 'head' : 'strokes';
    const parent = await runFit(job(`${name}-parent`, { recipe: { epochs: 1 } }));
    expect(parent.error, what).toBeNull();
    const hand = writePenFiles(at(`${name}-hand`), { train: 64, test: 16, paper: 7 });
    const recipe = {
      batchSize: 16,
      epochs: 2,
      // Plain descent: others make whole steps of gradients that are nothing but rounding.
      optimizer: { name: 'sgd', learningRate: 0.05 },
      validation: { kind: 'none' },
      augmentation: NO_AUGMENTATION,
      strokeAugmentation: strokes,
    } as const;
    const options = { recipe, from: { folder: path.join(at(`${name}-parent`), 'model'), ...from } };
    const tuned = (engine: string) => trainJob(at(`${name}-${engine}`), hand, options);
    const reference = await runFit(tuned('tensorflow'));
    expect(reference.error).toBeNull();
    const own = await start();
    await own.client.call('job.start', tuned('webgpu'));
    expect(await own.ended).toMatchObject({ outcome: 'finished', error: null });
    own.kill();
    expect(own.logs.flatMap((log) => (log.type === 'stage' && log.stage === 'features' ? [log.stage] : []))).toEqual(
      stages,
    );
    const ours = toldSteps(own.logs).map(({ loss }) => loss);
    expect(ours).toHaveLength(8);
    expectClose([Float32Array.from(ours)], [Float32Array.from(reference.steps().map(({ loss }) => loss))], {
      share: 1e-3,
    });
    const [before, mine, other] = await Promise.all(
      [`${name}-parent`, `${name}-webgpu`, `${name}-tensorflow`].map((each) =>
        readModelFolder(path.join(at(each), 'model')),
      ),
    );
    const [told] = own.logs.flatMap((log) => (log.type === 'taken' ? [log] : []));
    const bytes = (model: typeof mine, layer: string) =>
      model!.weights
        .filter((one) => one.name.startsWith(`${layer}/`))
        .map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'));
    expect(told!.frozen.length).toBeGreaterThan(0);
    for (const layer of told!.frozen) expect(bytes(mine, layer), layer).toEqual(bytes(before, layer));
    const head = mine!.weights.at(-1)!.name.split('/')[0]!;
    expect(told!.frozen).not.toContain(head);
    expect(bytes(mine, head)).not.toEqual(bytes(before, head));
    const weights = (model: typeof mine) => model!.weights.map(({ values }) => values);
    expectClose(weights(mine), weights(other), { share: 5e-3, floor: 1e-3 });
  });

  it('computes every layer, optimizer and augmentation as TensorFlow does', async () => {
    const programs = await bundleScript('test/fixtures/webgpu-programs.ts', folder);
    const child = fork(programs, [dawn], { serialization: 'advanced', env: { ...process.env, ...driver } });
    const done = new Map<string, Float32Array[]>();
    child.on('message', ({ name, results }: { name: string; results: Float32Array[] }) => done.set(name, results));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
    expect(done.size).toBeGreaterThan(60);
    for (const { name, run, floor } of PROGRAMS.filter((program) => done.has(program.name))) {
      // A shader's sine may be off by 2^-11: an augmented image turns by that much more or less.
      expectClose(done.get(name)!, await run(), { share: 1e-3, floor: floor === undefined ? 1e-4 : 10 * floor });
    }
  });
});
