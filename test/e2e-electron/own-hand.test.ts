import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { answerSaves, launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import {
  askForReport,
  chooseCell,
  evaluateTraining,
  fineTuneWithCorrections,
  lookAtImage,
} from '../fixtures/lab-user.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { collectTenDigits, keepAndGoBack, learnHand, takeInSheet } from '../fixtures/own-hand-user.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { PATIENCE } from '../fixtures/problems.ts';
import { goTo } from '../fixtures/studio-user.ts';

const files = temporaryFolder();
afterAll(() => files.remove());
let studio: Studio;
afterEach(() => studio?.close());

it('collects a hand, learns it, keeps that and goes back; corrects a label in the lab, learns from it and saves the report', async () => {
  studio = await launchStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } });
  const { page, home } = studio;
  await callFromPage(page, 'settings.update', { language: 'en' });
  await goTo(page, 'Handwriting');
  await collectTenDigits(page, 'Left hand');
  const added = await takeInSheet(page, files.folder);
  await page
    .getByRole('main')
    .getByText(`${10 + added} drawings`)
    .first()
    .waitFor();

  await learnHand(page);
  await keepAndGoBack(page);

  await evaluateTraining(page, 'Left hand');
  await chooseCell(page, 3, 3);
  await lookAtImage(page, 3, 3);
  await page.keyboard.press('5');
  await page.getByText('1 label of this data set is corrected').waitFor();

  await answerSaves(studio, files.folder);
  await askForReport(page);
  const report = () => readdirSync(files.folder).find((name) => name.endsWith('.html'));
  await vi.waitFor(() => expect(report()).toBeDefined(), PATIENCE);
  await page.getByText(`“${report()!}” was saved`).first().waitFor();
  const html = readFileSync(path.join(files.folder, report()!), 'utf8');
  expect(html).toContain('Left hand');
  expect(html).not.toMatch(/<script|src="http|href="http/);

  const [overlay] = readdirSync(path.join(home, 'overlays'));
  expect(JSON.parse(readFileSync(path.join(home, 'overlays', overlay!), 'utf8'))).toMatchObject({
    steps: [{ changes: [{ split: 'train', to: { kind: 'relabel', label: 5 } }] }],
  });

  const run = await fineTuneWithCorrections(page, 1);
  const { spec } = JSON.parse(readFileSync(path.join(home, 'runs', run, 'run.json'), 'utf8')) as Run;
  expect(Object.values(spec.data.transforms!.relabel!)).toEqual([[[expect.any(Number), '5']]]);
  expect(studio.problems).toEqual([]);
});
