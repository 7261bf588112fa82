import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { isLesson, isShipped, lessonModelSchema, modelRefSchema } from '../../shared/contract/schemas/run-id.ts';
import { generateSynthetic } from '../../shared/data/synthetic/generate.ts';
import { forward } from '../../shared/forward/forward.ts';
import { argMax } from '../../shared/evaluation/softmax.ts';
import { describeClassifier } from '../../shared/model/shapes.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

const LAYERS = { 'lesson-gru': 'GRU', 'lesson-lstm': 'LSTM', 'lesson-attention': 'TransformerEncoder' } as const;

describe.each(lessonModelSchema.options)('%s', (id) => {
  const folder = path.join(repositoryRoot, 'resources', id);

  it('is small, has its layer, and was tested on all of MNIST’s test images', async () => {
    const { card } = await readModelFolder(folder);
    const size = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    expect(size).toBeLessThan(150_000);
    expect(card).toMatchObject({ task: DIGITS, framing: 'centred', known: null, parent: null });
    expect(card.spec.layers.map(({ type }) => type)).toContain(LAYERS[id]);
    expect(card.tests.map(({ dataset, n }) => [dataset, n])).toEqual([['mnist', 10_000]]);
    expect(card.tests[0]!.accuracy).toBeGreaterThan(0.95);
    expect(card.trainedOn.join()).toContain('MNIST, 54,000 training images');
    expect(isLesson(modelRefSchema.parse(id)) && isShipped(id)).toBe(true);
  });

  it('reads digits that were drawn by nobody whom it knows', async () => {
    const { card, weights } = await readModelFolder(folder);
    const byName = new Map(weights.map(({ name, values }) => [name, values]));
    const { layers } = card.spec;
    const model = { layers, infos: describeClassifier(card.spec).layers, weight: (name: string) => byName.get(name)! };
    const { images, labels } = generateSynthetic({ count: 100, seed: 3 });
    const right = labels.filter((label, i) => {
      const pixels = Float32Array.from(images.subarray(i * 784, (i + 1) * 784), (level) => level / 255);
      return argMax(forward(model, pixels), 0, 10) === label;
    });
    expect(right.length).toBeGreaterThan(70);
  });
});
