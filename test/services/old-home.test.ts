import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { readMnist } from '../fixtures/mnist.ts';

/** A storage folder as the studio left it before there were tasks: a run with its model, an imported set, a preset. */
const OLD = path.join(repositoryRoot, 'test', 'fixtures', 'old-home');
const RUN = 'softmax-20261129-004508-e18';
const DATASET = 'idx-079c1ea31977c6e9';

const home = temporaryFolder();
let host: TestHost;
let window: Window;

beforeAll(async () => {
  cpSync(OLD, home.folder, { recursive: true });
  host = await startHost(home.folder);
  window = host.window();
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('what an older studio left', () => {
  it('its run: of the ten digits, with its confusion as cells', async () => {
    const { run, torn } = await window.call('runs.get', { id: RUN });
    expect(run).toMatchObject({
      version: 2,
      status: 'finished',
      spec: { version: 2, task: DIGITS, framing: 'centred' },
    });
    expect(torn).toBe(0);
    const { confusion, n, accuracy } = run.result!.tests[0]!;
    expect(confusion.reduce((sum, [, , count]) => sum + count, 0)).toBe(n);
    const right = confusion.reduce((sum, [truth, read, count]) => sum + (truth === read ? count : 0), 0);
    expect(right / n).toBeCloseTo(accuracy, 12);
    expect((await window.call('runs.list', null)).map(({ id }) => id)).toEqual([RUN]);
  });

  it('its model reads as it did', async () => {
    const models = await window.call('models.list', null);
    expect(models.find(({ ref }) => ref === RUN)).toMatchObject({ task: DIGITS, framing: 'centred' });
    const { images, labels } = readMnist('test');
    const { items } = await window.call('models.predict', { model: RUN, images: images.slice(0, 200 * 784) });
    const right = items.filter(({ index }, i) => index === labels[i]).length;
    expect(right).toBeGreaterThan(100);
    expect(items[0]).toMatchObject({ label: String(items[0]!.index), known: null });
  });

  it('its data set: labels of two bytes now, otherwise as it was', async () => {
    const before = readFileSync(path.join(OLD, 'datasets', DATASET, 'train-labels.u8'));
    const info = (await window.call('datasets.list', null)).find(({ id }) => id === DATASET);
    expect(info).toMatchObject({
      name: 'idx30',
      task: DIGITS,
      trainCount: 18,
      testCount: 2,
      status: { state: 'ready' },
    });
    const preview = await window.call('datasets.preview', { id: DATASET, count: 30 });
    expect(preview.labels).toHaveLength(18);
    expect(preview.histogram).toEqual([1, 3, 2, 2, 2, 2, 2, 1, 1, 2]);
    const [files] = await host.services.datasets.prepare([DATASET]);
    expect([...labelsFromBytes(readFileSync(files!.trainLabels))]).toEqual([...before]);
    expect(existsSync(path.join(home.folder, 'datasets', DATASET, 'train-labels.u8'))).toBe(false);
  });

  it('its preset, which starts a run on its data set', async () => {
    const [preset] = await window.call('presets.list', null);
    expect(preset).toMatchObject({ id: 'my-old', name: 'Old' });
    const plan = await window.call('runs.plan', { data: { datasets: [DATASET] }, recipe: preset!.recipe });
    expect(plan.trainCount + plan.validationCount).toBe(18);
  });

  it('an image that is none of the model’s size is refused, by its bytes', async () => {
    await expect(window.call('models.predict', { model: RUN, images: new Uint8Array(785) })).rejects.toMatchObject({
      code: 'image-size',
      params: { height: 28, width: 28, bytes: 785 },
    });
  });
});
