import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StudyInfo, TrialLine } from '../../shared/contract/schemas/study.ts';
import { CASES } from '../fixtures/cases.ts';
import { breakAndMend, buildNetwork, trainEdited } from '../fixtures/editor-user.ts';
import { answerPicks, launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { drawOneWith, importDialog, keepImported } from '../fixtures/import-model-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { callFromPage, valueFromPage } from '../fixtures/page-call.ts';
import {
  addToCompared,
  addTwoEpochs,
  comparedNames,
  openExtend,
  queueRuns,
  reorderQueue,
  untilWaiting,
} from '../fixtures/runs-user.ts';
import { goTo, PATIENCE, press, RUN_PATIENCE, startTraining, untilStatus, untilStep } from '../fixtures/studio-user.ts';
import { beginSearch } from '../fixtures/search-user.ts';

/** One person's way through the studio, on one storage folder: each part goes on where the last one ended. */
const home = temporaryFolder();
let studio: Studio;
const page = () => studio.page;
async function open(): Promise<void> {
  studio = await launchStudio({ home: home.folder, env: { INKSTONE_MNIST_DIR: mnistFolder } });
  await callFromPage(page(), 'settings.update', { language: 'en' });
}
/** As in a power cut, and the next start. */
async function killAndOpen(): Promise<void> {
  expect(studio.problems).toEqual([]);
  await studio.kill();
  await open();
}
beforeAll(open);
afterAll(async () => {
  await studio.close();
  home.remove();
});

const goToAddress = (hash: string): Promise<void> => page().evaluate((to) => void (location.hash = to), hash);
const records = (...ids: string[]) => valueFromPage(page(), 'runs.records', { ids });
const main = () => page().getByRole('main');

describe('the desktop studio', () => {
  let [tutorial, own, copy] = ['', '', ''];

  it('builds a network by keyboard, breaks it, mends it by a click and trains it', async () => {
    tutorial = await startTraining(page(), { preset: 'Tutorial', images: 640, epochs: 1 });
    await untilStatus(page(), 'Finished');
    await buildNetwork(page());
    await breakAndMend(page());
    own = await trainEdited(page(), { images: 640, epochs: 1 });
    const [run] = await records(own);
    expect(run!.spec.model.layers).toMatchObject([
      { type: 'Conv2D', filters: 8 },
      { type: 'MaxPooling2D' },
      { type: 'Flatten' },
      { type: 'Dense', units: 10, activation: 'softmax' },
    ]);
  });

  it('compares it with the run of the Tutorial, image by image', async () => {
    await goToAddress('#/runs/compare');
    await page().getByRole('heading', { name: 'Choose runs to compare' }).waitFor();
    await addToCompared(page(), [tutorial, own]);
    expect(await comparedNames(page())).toEqual((await records(tutorial, own)).map(({ spec }) => spec.name));
    await press(page(), 'Evaluate 2 runs');
    const pairs = page().getByRole('region', { name: 'Really different?' }).getByRole('listitem');
    await pairs.first().waitFor({ timeout: RUN_PATIENCE });
    expect(await pairs.count()).toBe(1);
  });

  it('clones it, and gives the copy more epochs', async () => {
    await goTo(page(), 'Runs');
    await page()
      .getByRole('textbox', { name: /Filter/ })
      .fill(`id = ${own}`);
    const rows = page().getByRole('grid').locator('.body [role="row"]');
    await vi.waitFor(async () => expect(await rows.count()).toBe(1), PATIENCE);
    await page().getByRole('grid').focus();
    await page().keyboard.press('c');
    await page().waitForURL(/#\/train/);
    const [original] = await records(own);
    const name = page().getByRole('textbox', { name: 'Name', exact: true });
    await vi.waitFor(async () => expect(await name.inputValue()).toBe(`${original!.spec.name} (copy)`), PATIENCE);
    await page().getByRole('button', { name: 'Start training' }).click();
    await page().waitForURL(/#\/runs\/.+/);
    copy = new URL(page().url()).hash.split('/').at(-1)!;
    await untilStatus(page(), 'Finished');
    const [cloned] = await records(copy);
    expect(cloned!.spec).toEqual({ ...original!.spec, name: `${original!.spec.name} (copy)` });
    // The same seed, settings and data: the same weights.
    expect(cloned!.result!.weightsSha256).toBe(original!.result!.weightsSha256);
    await addTwoEpochs(page(), await openExtend(page()));
    expect((await records(copy))[0]).toMatchObject({ epoch: 3, status: 'finished' });
  });

  it('goes on with its queue, in the order that it was given, when it was killed in the middle', async () => {
    // As many epochs as there can be: it does not end by itself, however quick the machine.
    const long = await startTraining(page(), { preset: 'Tutorial', images: 4000, epochs: 1000 });
    await untilStep(page(), 1);
    await goTo(page(), 'Train');
    await page().getByRole('spinbutton', { name: 'Images to use' }).fill('320');
    await page().getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
    await queueRuns(page(), ['Alpha', 'Beta', 'Gamma']);
    await reorderQueue(page());
    await killAndOpen();

    await page()
      .getByText(/was interrupted/)
      .waitFor({ timeout: RUN_PATIENCE });
    await goTo(page(), 'Runs');
    await vi.waitFor(async () => {
      const items = await valueFromPage(page(), 'runs.list', null);
      const queued = items.filter(({ spec }) => ['Alpha', 'Beta', 'Gamma'].includes(spec.name));
      expect(queued.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished']);
      const order = [...queued].sort((a, b) => a.startedAt! - b.startedAt!).map(({ spec }) => spec.name);
      expect(order).toEqual(['Beta', 'Alpha', 'Gamma']);
      expect(items.find(({ id }) => id === long)).toMatchObject({ status: 'interrupted' });
    }, RUN_TIME);
    await untilWaiting(page(), []);
  });

  it('goes on with a search of eight trials, none of them lost or done twice, when it was killed in the middle', async () => {
    const id = await beginSearch(page(), { preset: /Softmax regression/, images: 640, epochs: 2, trials: 8 });
    const trials = () => valueFromPage(page(), 'studies.get', { id }).then((study) => study.trials);
    const ended = async () => (await trials()).filter(({ status }) => status !== 'running');
    await vi.waitFor(async () => expect((await ended()).length).toBeGreaterThanOrEqual(2), RUN_TIME);
    const before = await ended();
    await killAndOpen();
    const found = async (): Promise<StudyInfo> => (await valueFromPage(page(), 'studies.get', { id })).study;
    expect((await found()).status).toBe('interrupted');
    await valueFromPage(page(), 'studies.resume', { id });
    await vi.waitFor(async () => expect(await found()).toMatchObject({ status: 'finished', error: null }), RUN_TIME);
    const after = await trials();
    expect(after).toHaveLength(8);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ status }) => status)).toEqual(Array(8).fill('finished'));
    const file = path.join(home.folder, 'studies', id, 'trials.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const asked = lines.map((line) => JSON.parse(line) as TrialLine).filter(({ type }) => type === 'asked');
    expect(asked).toHaveLength(8);
  });

  it('imports a model of Keras by the system’s own dialog, and draws with it', async () => {
    await goTo(page(), 'Draw');
    await page().getByRole('button', { name: 'Import a model' }).click();
    await answerPicks(studio, path.join(CASES, 'keras-04-functional-k2'));
    await importDialog(page()).getByRole('button', { name: 'Choose a folder…' }).click();
    await importDialog(page()).getByText('synthetic digits are read right').waitFor();
    await keepImported(page(), 'From Keras');
    await drawOneWith(page(), 'From Keras');
    expect(await main().getByRole('alert').count()).toBe(0);
    expect(studio.problems).toEqual([]);
  });
});

const RUN_TIME = { timeout: RUN_PATIENCE, interval: 200 };
