import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { KERAS_VERSION, writeKeras } from '../../electron/formats/exports/keras/keras-model.ts';
import { openKeras } from '../../electron/formats/exports/keras/open-keras.ts';
import { convert } from '../../electron/formats/models/convert.ts';
import { useModel } from '../../electron/formats/models/find-model.ts';
import { openTree } from '../../electron/formats/tree/open-tree.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import { everyLayerStored } from '../fixtures/every-layer.ts';
import { largestDifference, ownAnswers } from '../fixtures/exported-models.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { tenImages } from '../fixtures/ten-images.ts';

const home = temporaryFolder();
beforeAll(() => void loadTensorflow());
afterAll(() => home.remove());
afterEach(() => {
  vi.useRealTimers();
});

async function written(model: StoredModel): Promise<Uint8Array> {
  const files = await writeKeras(model);
  expect(files).toHaveLength(1);
  return files[0]!.bytes;
}

/** What our own importer makes of a file. */
async function readBack(bytes: Uint8Array) {
  const file = path.join(home.folder, 'model.keras');
  writeFileSync(file, bytes);
  const tree = await openTree(file);
  try {
    return await useModel(tree, 'model.keras', (found, weights) => ({ found, ...convert(found, weights) }));
  } finally {
    await tree.close();
  }
}

interface KerasConfig {
  readonly config: {
    readonly layers: readonly {
      readonly class_name: string;
      readonly config: { readonly name: string; readonly trainable?: boolean };
    }[];
  };
}
const partsOf = (bytes: Uint8Array) => {
  const files = unzipSync(bytes);
  const json = (name: string): unknown => JSON.parse(strFromU8(files[name]!));
  return { names: Object.keys(files), config: json('config.json') as KerasConfig, metadata: json('metadata.json') };
};

describe('a .keras file', () => {
  it.each([
    [3, null],
    [62, 1.7],
  ])(
    'with every layer of one line, %i classes and a temperature of %s gives the same answers read back',
    async (classes, temperature) => {
      const model = everyLayerStored(classes, { blocks: false, temperature });
      const { model: own, fault, found } = await readBack(await written(model));
      expect(fault).toBeNull();
      expect(found.labels).toEqual(model.card.task.classes);
      const card = { ...model.card, spec: own!.spec, temperature: null };
      const images = Float32Array.from(tenImages(), (level) => level / 255);
      const before = ownAnswers(model, images);
      expect(largestDifference(ownAnswers({ ...model, card, weights: own!.weights! }, images), before)).toBeLessThan(
        1e-4,
      );
      // Answers that do not depend on the image would be equal, too.
      const [first, last] = [before.subarray(0, classes), before.subarray(-classes)];
      expect(largestDifference(first, last)).toBeGreaterThan(1e-3);
    },
  );

  it.each([
    [3, 0.7],
    [62, null],
  ])(
    'with every layer, %i classes and a temperature of %s gives the same answers by its own nodes',
    async (classes, temperature) => {
      const model = everyLayerStored(classes, { temperature });
      const file = path.join(home.folder, 'blocks.keras');
      writeFileSync(file, await written(model));
      const images = Float32Array.from(tenImages(), (level) => level / 255);
      const answers = await (await openKeras(file)).read(images, [28, 28, 1]);
      expect(largestDifference(answers, ownAnswers(model, images))).toBeLessThan(1e-4);
    },
  );

  it('is no proof of itself: one that gives logits, or takes its output elsewhere, is refused', async () => {
    const files = unzipSync(await written(everyLayerStored(3)));
    const text = strFromU8(files['config.json']!);
    const end = partsOf(await written(everyLayerStored(3))).config.config.layers.at(-1)!.config.name;
    const wrongs = [
      text.replace('"activation":"softmax"', '"activation":"linear"'),
      text.replace(`"output_layers":[["${end}"`, '"output_layers":[["image"'),
    ];
    for (const wrong of wrongs) {
      expect(wrong).not.toBe(text);
      const file = path.join(home.folder, 'wrong.keras');
      writeFileSync(file, zipSync({ ...files, 'config.json': strToU8(wrong) }));
      await expect(openKeras(file)).rejects.toThrow('softmax');
    }
  });

  it('is the same to the byte whenever it is written', async () => {
    const model = everyLayerStored(3);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
    const first = await written(model);
    vi.setSystemTime(Date.UTC(2030, 5, 6));
    expect(await written(model)).toEqual(first);
  });

  it('has names that Keras and TensorFlow take, each once, and what Keras writes beside', async () => {
    const { names, config, metadata } = partsOf(await written(everyLayerStored(3)));
    expect(names).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const own = config.config.layers.map(({ config: { name } }) => name);
    expect(own.filter((name) => !/^[A-Za-z0-9][\w.-]*$/.test(name))).toEqual([]);
    expect(new Set(own).size).toBe(own.length);
    expect(own[0]).toBe('image');
    expect(metadata).toMatchObject({
      date_saved: '1970-01-01@00:00:00',
      labels: ['</script><script>alert(1)</script>', '永', '"quoted"'],
    });
    expect(
      config.config.layers
        .filter(({ config: { trainable } }) => trainable === false)
        .map(({ class_name: type }) => type),
    ).toEqual(['BatchNormalization']);
  });

  it('is of the version that bench/peers reads it with', () => {
    const requirements = readFileSync(path.join(repositoryRoot, 'bench', 'peers', 'requirements.txt'), 'utf8');
    expect(requirements.split('\n')).toContain(`keras==${KERAS_VERSION}`);
  });

  it('with factors beside its positions, which somebody has trained, is refused as another model', async () => {
    const model = everyLayerStored(3, { blocks: false });
    const bytes = await written(model);
    const { found } = await readBack(bytes);
    const converted = convert(found, { find: (_, { names }) => tensorOf(names.includes('kernel') ? 2 : 1) });
    expect(converted.layers.find(({ type }) => type === 'EinsumDense')).toMatchObject({
      fate: 'refused',
      reason: 'option-other',
    });
  });
});

/** A weight of any shape, the same all over. */
const tensorOf = (value: number) => ({ path: '', shape: [], read: () => Float32Array.of(value) });
