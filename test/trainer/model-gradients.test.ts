import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { layerGradients } from '../../electron/trainer/gradients/layer-gradients.ts';
import { withLossSubject, type LossSubject } from '../../electron/trainer/gradients/loss-subject.ts';
import { lossSlice } from '../../electron/trainer/gradients/loss-slice.ts';
import { nudges } from '../../electron/trainer/gradients/nudges.ts';
import { optimizerStep } from '../../electron/trainer/gradients/optimizer-step.ts';
import { buildModel } from '../../electron/trainer/model/build-model.ts';
import { layerGradientsSchema, type LayerGradients } from '../../shared/contract/schemas/layer-gradients.ts';
import type { LayerInput, ModelSpec } from '../../shared/contract/schemas/model.ts';
import { lossSliceSchema, optimizerStepSchema } from '../../shared/contract/schemas/optimizer-step.ts';
import { optimizerSchema } from '../../shared/contract/schemas/recipe.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { crossEntropy, softmax } from '../../shared/evaluation/softmax.ts';
import { slope } from '../../shared/learn/activation.ts';
import { differenceQuotient, kernelTerms, sum } from '../../shared/learn/backpropagation.ts';
import { convolved } from '../../shared/learn/convolution.ts';
import { logitGradient } from '../../shared/learn/loss.ts';
import { stepOf } from '../../shared/learn/optimizer-rule.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { modelOf } from '../fixtures/models.ts';

beforeAll(() => void loadTensorflow());

const LABEL = 3;
const image = Uint8Array.from({ length: 784 }, (_, i) => (i * 37) % 256);
const HEAD: LayerInput[] = [{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }];
const SMALL = modelOf([
  { type: 'Conv2D', filters: 2, kernelSize: [3, 3], strides: [2, 2], padding: 'same', activation: 'tanh' },
  { type: 'BatchNormalization' },
  ...HEAD,
]);
const { signal } = createCancelSource();

async function having<R>(spec: ModelSpec, use: (subject: LossSubject) => Promise<R>): Promise<R> {
  const model = buildModel(spec, 5, { inputGradient: true });
  // Biases are 0 at first, and what forgets them would not show.
  for (const variable of model.variables)
    if (variable.name.endsWith('/bias')) variable.write(new Float32Array(variable.shape[0]!).fill(0.25));
  try {
    return await use({ model, card: { task: DIGITS, framing: 'centred' }, image, label: LABEL });
  } finally {
    model.dispose();
  }
}

const gradientsOf = (spec: ModelSpec, at: readonly number[]): Promise<LayerGradients> =>
  having(spec, async (subject) => layerGradientsSchema.parse(await layerGradients(subject, at)));

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>): void {
  expect(ours.length).toBe(theirs.length);
  const error = Array.from(ours).reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
  expect(error).toBeLessThanOrEqual(1e-5);
}
const weightOf = ({ weights }: LayerGradients, name: string) => {
  const { values, gradient } = weights.find((weight) => weight.path.endsWith(`/${name}`))!;
  return { values: floatsFromBytes(values), gradient: gradient && floatsFromBytes(gradient) };
};

describe('gradients', () => {
  it('are those of TensorFlow’s own differences, by output and by weight, in every layer and within a block', async () => {
    const spec = modelOf([
      { type: 'Conv2D', filters: 2, kernelSize: [3, 3], strides: [3, 3], activation: 'swish' },
      {
        type: 'Residual',
        activation: 'tanh',
        layers: [
          { type: 'Activation', activation: 'sigmoid' },
          { type: 'Conv2D', filters: 2, kernelSize: [3, 3], padding: 'same' },
        ],
      },
      { type: 'MaxPooling2D' },
      { type: 'Dropout', rate: 0.5 },
      ...HEAD,
    ]);
    await having(spec, async (subject) => {
      for (const at of [[0], [1], [1, 0], [1, 1], [4], [5]]) {
        const told = layerGradientsSchema.parse(await layerGradients(subject, at));
        expect(told.chain.map((one) => one.path.join('.'))).toEqual(['0', '1', '1.0', '1.1', '2', '3', '4', '5']);
        for (const { path: name, gradient, values } of told.weights) {
          const slopes = floatsFromBytes(gradient!);
          const index = slopes.indexOf(slopes.reduce((most, g) => (Math.abs(g) > Math.abs(most) ? g : most), 0));
          const { losses, value } = await nudges(subject, { path: name, index }, signal);
          expect(value).toBe(floatsFromBytes(values)[index]);
          subject.model.variables.find((one) => one.name === name)!.write(floatsFromBytes(values));
          const at = losses.find(({ epsilon }) => epsilon === 1e-2)!;
          const quotient = differenceQuotient(at.below, at.above, at.epsilon)!;
          expect(Math.abs(quotient - slopes[index]!), `${name} ${slopes[index]}`).toBeLessThan(
            1e-4 + 0.01 * Math.abs(slopes[index]!),
          );
        }
      }
    });
  });

  it('of a dense layer are input times delta, and delta is p - y', async () => {
    const told = await gradientsOf(SMALL, [3]);
    const [inputs, logits] = [floatsFromBytes(told.input.values), floatsFromBytes(told.output.values)];
    const delta = floatsFromBytes(told.output.gradient);
    const p = softmax(logits, 0, 10);
    expectClose([told.loss], [crossEntropy(logits, 0, 10, LABEL)]);
    expectClose(delta, logitGradient(p, LABEL));
    const kernel = weightOf(told, 'kernel');
    expectClose(
      kernel.gradient!,
      Array.from(kernel.values, (_, i) => inputs[Math.floor(i / 10)]! * delta[i % 10]!),
    );
    expectClose(weightOf(told, 'bias').gradient!, delta);
    expectClose(
      floatsFromBytes(told.input.gradient),
      Array.from(inputs, (_, i) => sum(Array.from(delta, (d, k) => d * kernel.values[i * 10 + k]!))),
    );
  });

  it('of a convolution are sums over all places, behind the slope of its activation', async () => {
    const told = await gradientsOf(SMALL, [0]);
    const kernel = weightOf(told, 'kernel');
    const input = { values: floatsFromBytes(told.input.values), height: 28, width: 28, channels: 1 };
    const layer = {
      ...({ size: [3, 3], strides: [2, 2], padding: 'same', dilationRate: [1, 1] } as const),
      ...{ kernel: kernel.values, bias: weightOf(told, 'bias').values, filters: 2 },
    };
    const z = [0, 1].map((filter) => convolved(input, layer, filter));
    const toSums = floatsFromBytes(told.output.gradient).map((g, i) => g * slope('tanh', z[i % 2]![i >> 1]!));
    const ours = Array.from(kernel.values, (_, i) => {
      const window = Math.floor(i / 2);
      const place = { u: Math.floor(window / 3), v: window % 3, channel: 0, filter: i % 2 };
      return sum(kernelTerms(input, layer, toSums, place));
    });
    expectClose(ours, kernel.gradient!);
    // The chain goes on: what leaves the last layer's input is what comes to the one before it.
    const [last, before] = [await gradientsOf(SMALL, [3]), await gradientsOf(SMALL, [2])];
    expectClose(floatsFromBytes(last.input.gradient), floatsFromBytes(before.output.gradient));
    // Moving averages have none.
    expect((await gradientsOf(SMALL, [1])).weights.map(({ gradient }) => gradient !== null)).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it('keep no tensor, and are refused for no layer, no weight, a weight that is no number and a layer that is too large', async () => {
    const before = tf.memory().numTensors;
    await expect(gradientsOf(SMALL, [4])).rejects.toMatchObject({ code: 'layer-absent', params: { path: '4' } });
    const wide = modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 1400 }, HEAD[1]!]);
    await expect(gradientsOf(wide, [1])).rejects.toMatchObject({ code: 'layer-too-large', params: { name: 'dense' } });
    for (const place of [
      { path: 'dense/kernel', index: 1e6 },
      { path: 'no/kernel', index: 0 },
    ])
      await expect(having(SMALL, (subject) => nudges(subject, place, signal))).rejects.toMatchObject({
        code: 'weight-absent',
        params: place,
      });
    for (const value of [NaN, Infinity]) {
      const torn = having(SMALL, (subject) => {
        subject.model.variables.find(({ name }) => name === 'dense/bias')!.write(new Float32Array(10).fill(value));
        return nudges(subject, { path: 'dense/bias', index: 1 }, signal);
      });
      await expect(torn).rejects.toMatchObject({ code: 'model-not-finite' });
    }
    await gradientsOf(SMALL, [0]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an optimizer’s step', () => {
  it.each(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const)(
    '%s: what the window computes is what the trainer does, on the third step too',
    async (name) => {
      const spec = optimizerSchema.parse({ name, learningRate: 0.01 });
      const before = tf.memory().numTensors;
      for (const steps of [1, 3]) {
        const told = await having(SMALL, async (subject) =>
          optimizerStepSchema.parse(await optimizerStep(subject, { path: [3], optimizer: spec, steps }, signal)),
        );
        expect(told.losses).toHaveLength(steps + 1);
        expect(told.losses.at(-1)).toBeLessThan(told.losses[0]!);
        for (const weight of told.weights) {
          const [w, g, after] = [weight.before, weight.gradient, weight.after].map(floatsFromBytes);
          const slot = (wanted: string, when: 'before' | 'after') =>
            floatsFromBytes(weight.slots.find((one) => one.name === wanted)?.[when] ?? new Uint8Array(w!.length * 4));
          const [m, v] = [slot('momentum', 'before'), slot('velocity', 'before')];
          const ours = Array.from(w!, (_, i) =>
            stepOf(spec, {
              ...{ w: w![i]!, g: g![i]!, m: m[i]!, v: v[i]! },
              t: steps,
              decays: weight.shape.length > 1,
            }),
          );
          expectClose(
            ours.map((one) => one.w),
            after!,
          );
          if (name !== 'sgd' && name !== 'rmsprop')
            expectClose(
              ours.map((one) => one.m),
              slot('momentum', 'after'),
            );
          if (['rmsprop', 'adam', 'adamw'].includes(name))
            expectClose(
              ours.map((one) => one.v),
              slot('velocity', 'after'),
            );
        }
      }
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('ends where the loss is no number any more, and is refused where it never was one', async () => {
    const optimizer = optimizerSchema.parse({ name: 'sgd', learningRate: 10 });
    const layers = Array.from({ length: 6 }, () => ({ type: 'Dense', units: 8 }) as const);
    const stepped = (times: number) =>
      having(modelOf([{ type: 'Flatten' }, ...layers, HEAD[1]!]), async (subject) => {
        for (const variable of subject.model.variables) variable.write(variable.values().map((w) => times * w));
        // Against a class that is not read, so that there is a loss.
        const { output } = await layerGradients(subject, [7]).catch(() => ({ output: { values: new Uint8Array(40) } }));
        const logits = floatsFromBytes(output.values);
        const label = logits.indexOf(Math.min(...logits));
        return optimizerStepSchema.parse(
          await optimizerStep({ ...subject, label }, { path: [7], optimizer, steps: 20 }, signal),
        );
      });
    const told = await stepped(300);
    expect(told.losses.at(-1)).toBeNull();
    expect(told.losses.length).toBeLessThan(21);
    expect(told.weights.map((weight) => weight.path)).toEqual(['dense_6/kernel', 'dense_6/bias']);
    await expect(stepped(1e12)).rejects.toMatchObject({ code: 'model-not-finite' });
  });
});

describe('a frozen layer', () => {
  const frozen = (layer: LayerInput): LayerInput => ({ ...layer, trainable: false });
  const conv: LayerInput = { type: 'Conv2D', filters: 2, kernelSize: [3, 3] };

  it('has no gradients and no steps, but lets the gradient through', async () => {
    const spec = modelOf([conv, frozen({ type: 'Conv2D', filters: 2, kernelSize: [3, 3] }), ...HEAD]);
    const told = await gradientsOf(spec, [1]);
    expect(told.weights.map(({ gradient }) => gradient)).toEqual([null, null]);
    expect(told.chain[0]!.gradient).toBeGreaterThan(0);
    const optimizer = optimizerSchema.parse({ name: 'adam' });
    const step = await having(spec, (subject) => optimizerStep(subject, { path: [1], optimizer, steps: 1 }, signal));
    expect(step.weights).toEqual([]);
    expect(step.losses[1]).toBeLessThan(step.losses[0]!);
  });
});

describe('a slice of the loss', () => {
  const optimizers = (['sgd', 'adam', 'momentum'] as const).map((name) => optimizerSchema.parse({ name }));

  it('holds the start and the ends of two paths, with the loss that is there', async () => {
    const before = tf.memory().numTensors;
    const told: { done: number; total: number }[] = [];
    const slice = await having(SMALL, async (subject) =>
      lossSliceSchema.parse(
        await lossSlice(subject, { optimizers, steps: 3 }, signal, (done, total) => told.push({ done, total })),
      ),
    );
    expect(slice.others).toBe(10);
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    const [sgd, adam, momentum] = slice.paths.map(({ points }) => points);
    for (const points of [sgd!, adam!, momentum!]) {
      expect(points).toHaveLength(4);
      expect(points[0]).toMatchObject({ x: 0, y: 0, off: 0 });
    }
    expect(sgd![3]!.x).toBeGreaterThan(0);
    expect(Math.abs(sgd![3]!.y)).toBeLessThan(1e-4 * sgd![3]!.x);
    for (const { x, off } of [sgd![3]!, adam![3]!]) expect(off).toBeLessThan(1e-3 * Math.abs(x) + 1e-4);
    expect(momentum![3]!.off).toBeGreaterThan(1e-3);
    // The grid's loss nearest to the end of Adam's path is about the loss that Adam has come to.
    const grid = floatsFromBytes(slice.losses);
    const step = (slice.right - slice.left) / (slice.columns - 1);
    const [column, row] = [(adam![3]!.x - slice.left) / step, (adam![3]!.y - slice.bottom) / step].map(Math.round);
    expect(grid[row! * slice.columns + column!]).toBeCloseTo(adam![3]!.loss, 0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stands also where two paths are one, and ends when it is cancelled', async () => {
    const same = [optimizers[0]!, optimizers[0]!];
    const slice = await having(SMALL, (subject) =>
      lossSlice(subject, { optimizers: same, steps: 1 }, signal, () => undefined),
    );
    expect(floatsFromBytes(slice.losses).every(Number.isFinite)).toBe(true);
    const before = tf.memory().numTensors;
    const source = createCancelSource();
    await expect(
      having(SMALL, (subject) =>
        lossSlice(subject, { optimizers, steps: 5 }, source.signal, (done) => {
          if (done === 4) source.abort();
        }),
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the model of a folder', () => {
  const folder = path.join(repositoryRoot, 'resources', 'starter');
  const question = { folder, image, label: LABEL };

  it('stays as it is, whatever is done with it', async () => {
    const weights = readFileSync(path.join(folder, 'weights.safetensors'));
    const losses = [];
    for (let i = 0; i < 2; i++)
      losses.push(
        await withLossSubject(question, signal, (subject) =>
          optimizerStep(subject, { path: [0], optimizer: optimizerSchema.parse({ name: 'adam' }), steps: 2 }, signal),
        ),
      );
    expect(losses[0]).toEqual(losses[1]);
    expect(readFileSync(path.join(folder, 'weights.safetensors')).equals(weights)).toBe(true);
    const drawn = await withLossSubject({ ...question, start: 'drawn' }, signal, (subject) =>
      layerGradients(subject, [0]),
    );
    expect(drawn.loss).toBeCloseTo(Math.log(10), 0);
  });

  it('is refused for another size, no class, lines, and a folder that is gone', async () => {
    const use = (): Promise<never> => Promise.reject(new Error('not reached'));
    const refused = (changed: Partial<typeof question>) =>
      expect(withLossSubject({ ...question, ...changed }, signal, use)).rejects;
    await refused({ image: new Uint8Array(5) }).toMatchObject({ code: 'image-size' });
    await refused({ label: 10 }).toMatchObject({ code: 'class-unknown', params: { name: '10' } });
    await refused({ folder: path.join(repositoryRoot, 'resources', 'line-reader') }).toMatchObject({
      code: 'model-reads-lines',
    });
    const empty = temporaryFolder();
    await refused({ folder: empty.folder }).toMatchObject({ code: 'model-not-found' });
    empty.remove();
  });
});
