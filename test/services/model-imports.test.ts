import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelInspection } from '../../shared/contract/schemas/model-import.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import { CASES, caseData } from '../fixtures/cases.ts';
import { runCommand, type Outcome } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { furthest, tenImages } from '../fixtures/ten-images.ts';

const FILES = path.join(repositoryRoot, 'test', 'fixtures', 'models');
const expected = JSON.parse(readFileSync(path.join(FILES, 'expected.json'), 'utf8')) as Record<string, number[][]>;
const byTfjs = path.join(CASES, 'keras-02-saved-by-tfjs');

const home = temporaryFolder();
const other = temporaryFolder();
let host: TestHost;
beforeAll(async () => {
  host = await startHost(home.folder);
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
  other.remove();
});

const inspect = (source: string) => host.services.models.imports.inspect(source, { origin: source });
async function importOf(source: string): Promise<ModelRef> {
  const { id, fault } = await inspect(source);
  expect(fault).toBeNull();
  return (await host.services.models.import(id!, {})).ref;
}
const predicted = async (ref: ModelRef) => (await host.services.models.predict(ref, tenImages())).items;
/** What a model gives, of which logits do not sum to 1, as probabilities. */
function probabilitiesOf(outputs: number[]): number[] {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum(outputs) - 1) < 1e-3) return outputs;
  const powers = outputs.map(Math.exp);
  return powers.map((power) => power / sum(powers));
}
/** A file among others of a folder of its own. */
function written(name: string, bytes: string | Uint8Array): string {
  const file = path.join(other.folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

it('goes by its file or folder; loose files together, which come as “files”, name none', async () => {
  const nameFrom = async (origin: string) => (await host.services.models.imports.inspect(byTfjs, { origin })).name;
  expect(await nameFrom('/home/me/digits')).toBe('digits');
  expect(await nameFrom('/home/me/digits/model.json')).toBe('digits');
  expect(await nameFrom('files')).toBe('model');
});

describe('what Keras 3 saves', () => {
  it.each(Object.keys(expected).flatMap((name) => [`${name}.keras`, `${name}.h5`]))(
    '%s gives the same probabilities',
    async (file) => {
      const ref = await importOf(path.join(FILES, file));
      const wanted = expected[path.parse(file).name]!;
      const both = wanted.map((each) => (each.length === 1 ? [1 - each[0]!, each[0]!] : probabilitiesOf(each)));
      expect(furthest(await predicted(ref), both)).toBeLessThan(1e-4);
    },
  );

  it('says what was taken, left out and assumed', async () => {
    const { layers, origin, task } = await inspect(path.join(FILES, 'convolutions.keras'));
    expect(origin).toMatchObject({ file: 'convolutions.keras', format: 'keras', program: 'Keras 3.15.1' });
    const left = layers.filter(({ fate }) => fate === 'left-out').map(({ type, reason }) => [type, reason]);
    expect(left).toEqual([
      ['InputLayer', 'input'],
      ['RandomRotation', 'training-only'],
      ['Rescaling', 'range-is-ours'],
    ]);
    expect(layers.filter(({ fate }) => fate === 'taken')).toHaveLength(10);
    expect(origin.assumptions.map(({ code }) => code)).toEqual(['ink-light', 'range-bytes', 'classes-digits']);
    expect(task!.classes).toHaveLength(10);
    const rows = await inspect(path.join(FILES, 'recurrent.h5'));
    expect(rows.origin.assumptions.map(({ code }) => code)).toEqual([
      'ink-light',
      'input-no-channel',
      'range-unit',
      'logits',
      'classes-digits',
    ]);
    const flat = await inspect(path.join(FILES, 'nested.keras'));
    expect(flat.origin.assumptions).toContainEqual({ code: 'input-flat', facts: { n: 784, height: 28, width: 28 } });
    expect(flat.origin.assumptions).toContainEqual({ code: 'classes-numbers', facts: { last: 2 } });
  });

  it('tries the model on synthetic digits', async () => {
    const { check } = await inspect(byTfjs);
    expect(check!.right).toBeGreaterThan(50);
    expect((await inspect(path.join(FILES, 'nested.h5'))).check).toBeNull();
  });
});

describe('weights of tfjs', () => {
  const model = JSON.parse(readFileSync(path.join(byTfjs, 'model.json'), 'utf8')) as {
    weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; quantization?: object }[] }[];
  };
  const shard = readFileSync(path.join(byTfjs, 'group1-shard1of1.bin'));

  it('may lie in several files, cut anywhere, in a zip archive', async () => {
    const [group] = model.weightsManifest;
    const cut = { ...model, weightsManifest: [{ ...group!, paths: ['a.bin', 'b.bin', 'c.bin'] }] };
    const pieces = {
      'a.bin': shard.subarray(0, 1001),
      'b.bin': shard.subarray(1001, 9000),
      'c.bin': shard.subarray(9000),
    };
    const zip = zipSync({ 'model.json': Buffer.from(JSON.stringify(cut)), ...pieces });
    const ref = await importOf(written('cut.zip', zip));
    expect(furthest(await predicted(ref), await answersOfTfjs())).toBeLessThan(1e-5);
  });

  it.each([
    ['uint8', 255, 0.05],
    ['uint16', 65_535, 1e-3],
  ] as const)('may be quantised to %s', async (dtype, steps, tolerance) => {
    const [group] = model.weightsManifest;
    const values = new Float32Array(Uint8Array.from(shard).buffer);
    let at = 0;
    const stored: Uint8Array[] = [];
    const weights = group!.weights.map((weight) => {
      const own = values.subarray(at, (at += weight.shape.reduce((product, n) => product * n, 1)));
      const min = Math.min(...own);
      const scale = (Math.max(...own) - min) / steps;
      const rounded = own.map((value) => Math.round((value - min) / scale));
      const bytes = dtype === 'uint8' ? Uint8Array.from(rounded) : new Uint8Array(Uint16Array.from(rounded).buffer);
      stored.push(bytes);
      return { ...weight, quantization: { dtype, min, scale } };
    });
    const folder = path.dirname(
      written(`${dtype}/model.json`, JSON.stringify({ ...model, weightsManifest: [{ ...group!, weights }] })),
    );
    writeFileSync(path.join(folder, group!.paths[0]!), Buffer.concat(stored));
    const { origin } = await inspect(folder);
    const bits = dtype === 'uint8' ? 8 : 16;
    expect(origin.assumptions).toContainEqual({ code: 'weights-quantised', facts: { bits } });
    expect(furthest(await predicted(await importOf(folder)), await answersOfTfjs())).toBeLessThan(tolerance);
  });

  it('are found beside a model.json that is named alone; its labels are the classes', async () => {
    const folder = path.join(other.folder, 'labelled');
    cpSync(byTfjs, folder, { recursive: true });
    const labels = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    writeFileSync(path.join(folder, 'metadata.json'), JSON.stringify({ labels, imageSize: 28 }));
    const found = await inspect(path.join(folder, 'model.json'));
    expect(found.name).toBe('labelled');
    expect(found.task!.classes).toEqual(labels);
    expect(found.origin.assumptions.map(({ code }) => code)).toContain('classes-named');
  });

  async function answersOfTfjs(): Promise<number[][]> {
    const { expected_probabilities: answers } = JSON.parse(
      readFileSync(path.join(byTfjs, 'expected.json'), 'utf8'),
    ) as { expected_probabilities: number[][] };
    return answers;
  }
});

describe('files that are no whole model', () => {
  const keras = readFileSync(path.join(FILES, 'binary.keras'));
  const h5 = readFileSync(path.join(FILES, 'binary.h5'));
  const refusedWith = async (source: string, code: string, params: object = {}): Promise<void> => {
    const before = readdirSync(home.folder, { recursive: true });
    await expect(inspect(source)).rejects.toMatchObject({ code, params });
    expect(readdirSync(home.folder, { recursive: true })).toEqual(before);
  };

  it('are refused by what they are, and leave nothing behind', async () => {
    await refusedWith(written('cut.keras', keras.subarray(0, keras.length - 900)), 'archive-damaged');
    await refusedWith(written('cut.h5', h5.subarray(0, 6000)), 'model-file-damaged', { file: 'cut.h5' });
    await refusedWith(written('none.h5', Buffer.concat([h5.subarray(0, 8), Buffer.alloc(4000)])), 'model-file-damaged');
    await refusedWith(written('text.json', '{"a": 1}'), 'model-file-unknown', { file: 'text.json' });
    await refusedWith(written('bad/model.json', '{"modelTopology": '), 'model-file-damaged', { file: 'model.json' });
    await refusedWith(path.join(FILES), 'model-file-several');
    await refusedWith(path.join(FILES, 'nowhere'), 'path-missing');
    await refusedWith(written('weights.json', JSON.stringify({ weightsManifest: [] })), 'model-file-unknown');
    await refusedWith(written('graph.json', JSON.stringify({ modelTopology: { node: [] } })), 'model-graph');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await refusedWith(written('deep/model.json', `{"modelTopology": ${deep}}`), 'model-file-damaged');
  });

  it('of tfjs with a shard that is cut off or leads elsewhere', async () => {
    const folder = path.join(other.folder, 'torn');
    cpSync(byTfjs, folder, { recursive: true });
    const shard = path.join(folder, 'group1-shard1of1.bin');
    writeFileSync(shard, readFileSync(shard).subarray(0, -4));
    await refusedWith(folder, 'model-file-damaged', { file: 'group1-shard1of1.bin' });
    const model = readFileSync(path.join(folder, 'model.json'), 'utf8');
    writeFileSync(path.join(folder, 'model.json'), model.replace('group1-shard1of1.bin', '../../etc/passwd'));
    await refusedWith(folder, 'unsafe-path', { path: '../../etc/passwd' });
  });

  it('and weights that are not finite', async () => {
    const folder = path.join(other.folder, 'nan');
    cpSync(byTfjs, folder, { recursive: true });
    const shard = path.join(folder, 'group1-shard1of1.bin');
    const bytes = readFileSync(shard);
    bytes.writeFloatLE(NaN, 40);
    writeFileSync(shard, bytes);
    const { id, fault } = await inspect(folder);
    expect([id, fault]).toMatchObject([null, { code: 'model-weights-not-finite', params: { layer: 'dense_Dense1' } }]);
  });
});

describe('a model without weights', () => {
  const archive = unzipSync(readFileSync(path.join(FILES, 'convolutions.keras')));
  const config = strFromU8(archive['config.json']!);
  const types = ({ architecture }: ModelInspection): string[] => architecture!.layers.map(({ type }) => type);

  it('is told as an architecture, with all that is told of one with weights, and leaves nothing behind', async () => {
    const whole = await inspect(path.join(FILES, 'convolutions.keras'));
    const before = readdirSync(home.folder, { recursive: true });
    const bare = await inspect(written('bare/model.json', config));
    expect(bare).toMatchObject({ id: null, name: 'bare', fault: null, check: null, layers: whole.layers });
    expect(bare).toMatchObject({ task: whole.task, parameters: whole.parameters });
    expect(bare.origin).toEqual({ ...whole.origin, file: 'model.json', format: 'keras-json', program: null });
    expect(bare.architecture).toMatchObject({ task: whole.task, origin: null, text: null });
    expect(types(bare).at(-1)).toBe('Dense');
    expect(readdirSync(home.folder, { recursive: true })).toEqual(before);
  });

  it('comes as Keras 2 describes it, as .keras, as tfjs does, and with one output', async () => {
    const layer = (class_name: string, config: object) => ({ class_name, config });
    const keras2 = {
      class_name: 'Sequential',
      keras_version: '2.15.0',
      backend: 'tensorflow',
      config: {
        name: 'sequential',
        layers: [
          layer('InputLayer', { batch_input_shape: [null, 28, 28, 1], name: 'in' }),
          layer('Flatten', { name: 'flatten' }),
          layer('Dense', { name: 'dense', units: 10, activation: 'linear', use_bias: true }),
        ],
      },
    };
    const two = await inspect(written('keras2.json', JSON.stringify(keras2)));
    expect(two.origin).toMatchObject({ format: 'keras-json', program: 'Keras 2.15.0' });
    expect(types(two)).toEqual(['Flatten', 'Dense']);
    expect(two.architecture!.layers.at(-1)).toMatchObject({ units: 10, activation: 'softmax' });

    const { 'model.weights.h5': weights, ...rest } = archive;
    expect(weights).toBeDefined();
    const three = await inspect(written('bare.keras', zipSync(rest)));
    expect(three.origin).toMatchObject({ file: 'bare.keras', format: 'keras', program: 'Keras 3.15.1' });
    expect(three.architecture).not.toBeNull();

    const { modelTopology } = JSON.parse(readFileSync(path.join(byTfjs, 'model.json'), 'utf8')) as Record<
      string,
      object
    >;
    const four = await inspect(written('topology/model.json', JSON.stringify({ modelTopology })));
    expect(four).toMatchObject({ parameters: 25_450, origin: { format: 'tfjs-layers' } });
    expect(four.architecture).not.toBeNull();

    const binary = unzipSync(readFileSync(path.join(FILES, 'binary.keras')))['config.json']!;
    const five = await inspect(written('binary.json', binary));
    expect(five.architecture!.layers.at(-1)).toMatchObject({ units: 2, activation: 'softmax' });
  });

  it('whose layers cannot be taken is refused as one with weights is', async () => {
    const { layers } = JSON.parse(config)['config'] as { layers: object[] };
    layers.splice(-1, 0, { class_name: 'Lambda', config: { name: 'mine' } });
    const refused = await inspect(
      written('lambda.json', JSON.stringify({ class_name: 'Sequential', config: { layers } })),
    );
    expect(refused).toMatchObject({ id: null, architecture: null, fault: { code: 'model-layers-refused' } });
  });
});

describe('an imported model', () => {
  it('is listed, renamed, removed and brought back, and windows are told', async () => {
    const { models } = host.services;
    const told: string[] = [];
    const window = host.window();
    window.on('model.changed', ({ ref }) => told.push(`changed ${ref}`));
    window.on('model.removed', ({ ref }) => told.push(`removed ${ref}`));
    const { id } = await inspect(byTfjs);
    const { ref } = await window.call('models.import', { inspection: id!, name: 'Mine' });
    await expect(window.call('models.import', { inspection: id! })).rejects.toMatchObject({ code: 'inspection-gone' });
    const infoOf = async () => (await window.call('models.list', null)).find((model) => model.ref === ref);
    expect(await infoOf()).toMatchObject({ name: 'Mine', parameters: 25_450, origin: { format: 'tfjs-layers' } });
    await window.call('models.rename', { model: ref, name: 'Yours' });
    const classes = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    await window.call('models.nameClasses', { model: ref, classes });
    await expect(window.call('models.nameClasses', { model: ref, classes: ['a', 'b'] })).rejects.toMatchObject({
      code: 'class-names-invalid',
      params: { expected: 10, given: 2 },
    });
    expect(await infoOf()).toMatchObject({ name: 'Yours', task: { classes } });
    expect((await predicted(ref))[0]!.label).toBe('seven');
    await window.call('models.remove', { model: ref });
    expect(await infoOf()).toBeUndefined();
    expect(existsSync(models.folderOf(ref))).toBe(false);
    await window.call('models.restore', { model: ref });
    expect(await infoOf()).toMatchObject({ name: 'Yours' });
    expect(told).toEqual([...Array(3).fill(`changed ${ref}`), `removed ${ref}`, `changed ${ref}`]);
    await models.remove(ref);
    await expect(models.remove(ref)).rejects.toMatchObject({ code: 'model-not-found' });
  });
});

describe('the command line', () => {
  const inkstone = (...args: string[]): Promise<Outcome> => runCommand(home.folder, [...args, '--json']);
  const last = ({ lines }: Outcome) => lines.at(-1)!;

  it('makes an architecture of a model without weights', async () => {
    const config = unzipSync(readFileSync(path.join(FILES, 'nested.keras')))['config.json']!;
    const made = last(
      await inkstone('models', 'import', written('nested.json', config), '--name', 'Bare', '--classes', 'a,b,c'),
    );
    expect(made).toMatchObject({ model: null, architecture: { name: 'Bare', task: { classes: ['a', 'b', 'c'] } } });
    const kept = await host.services.architectures.list();
    expect(kept.map(({ name }) => name)).toEqual(['Bare']);
    expect(kept[0]!.content.task.classes).toEqual(['a', 'b', 'c']);
    const refused = await inkstone('models', 'import', written('nested.json', config), '--classes', 'a,b');
    expect(last(refused)).toMatchObject({ error: { code: 'class-names-invalid' } });
  });

  it('imports a model, evaluates it and trains on from it', async () => {
    const imported = last(await inkstone('models', 'import', byTfjs, '--name', 'From tfjs'));
    const { id } = imported['model'] as { id: string };
    expect(imported).toMatchObject({ model: { name: 'From tfjs' }, check: { count: 100 } });
    const evaluated = last(await inkstone('evaluate', '--model', id, '--data', 'mnist'));
    expect(evaluated).toMatchObject({ model: 'From tfjs', run: null });
    expect((evaluated['test'] as { accuracy: number }).accuracy).toBeGreaterThan(0.9);
    const trained = await inkstone(
      'train',
      '--from',
      id,
      '--data',
      caseData('finetune-01-two-classes'),
      '--epochs',
      '1',
    );
    expect(trained.code).toBe(0);
    const card = await host.services.models.card(host.services.models.folderOf(String(last(trained)['run'])));
    expect(card.parent).toMatchObject({ ref: id, name: 'From tfjs' });
    const refused = await inkstone('models', 'import', path.join(CASES, 'keras-09-lambda'));
    expect(refused.code).toBe(1);
    expect(last(refused)).toMatchObject({ error: { code: 'model-layers-refused' } });
  });
});
