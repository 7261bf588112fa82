import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Trial } from '../../shared/contract/schemas/study.ts';
import { launchBrowser } from '../fixtures/browser.ts';
import { commandEnvironment, runCommand } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { axeFaults } from '../fixtures/page-faults.ts';
import { goTo, PATIENCE, press, RUN_PATIENCE, untilStatus } from '../fixtures/studio-user.ts';
import { launchWebStudio, openWebStudio, type WebStudio } from '../fixtures/web-studio.ts';

const { folder, remove } = temporaryFolder();
const home = path.join(folder, 'home');
const TRIALS = 8;

let browser: Browser;
let studio: WebStudio | undefined;
let page: Page;
let problems: string[];
let command: ChildProcess | undefined;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  command?.kill('SIGKILL');
  await browser.close();
  await studio?.close();
  remove();
});

async function openWindow(): Promise<void> {
  studio = await launchWebStudio({ home, env: { INKSTONE_MNIST_DIR: mnistFolder } });
  ({ page, problems } = await openWebStudio(browser, studio));
}

/** Begins a search on the command line; resolves when so many of its trials are over. */
async function searchOnCommandLine(until: number): Promise<string> {
  const file = path.join(folder, 'space.json');
  const base = { preset: 'tutorial', data: 'mnist', limit: 600, epochs: 4, batchSize: 50 };
  const space = {
    'recipe.optimizer.learningRate': { low: 0.0005, high: 0.02, log: true },
    'model.layers.0.filters': { low: 4, high: 16, int: true, log: true },
  };
  writeFileSync(file, JSON.stringify({ base, space }));
  const script = path.join(repositoryRoot, 'out', 'node', 'cli.cjs');
  const args = ['search', '--space', file, '--sampler', 'random', '--trials', String(TRIALS), '--name', 'Eight'];
  command = spawn(process.execPath, [script, ...args, '--json'], {
    env: commandEnvironment(home),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let over = 0;
  for await (const text of createInterface({ input: command.stdout! })) {
    const line = JSON.parse(text) as { type: string; study: string };
    if (line.type === 'trial' && ++over >= until) return line.study;
  }
  throw new Error('the search has ended before');
}

/** The trials as the command line knows them. */
async function trialsOf(study: string): Promise<Trial[]> {
  const { lines } = await runCommand(home, ['search', 'show', study, '--json']);
  return lines.at(-1)!['trials'] as Trial[];
}

const main = () => page.getByRole('main');
const done = async (): Promise<number> => {
  const tile = await main().getByRole('group', { name: 'Trials' }).textContent();
  return Number(/(\d+)\s*of 8/.exec(tile ?? '')?.[1] ?? '0');
};

describe('a search of eight trials', () => {
  let study: string;
  let before: Trial[];

  it('that the command line has going is seen in the window, and who has it', { timeout: RUN_PATIENCE }, async () => {
    study = await searchOnCommandLine(1);
    await openWindow();
    await goTo(page, 'Searches');
    await main().getByRole('row', { name: /Eight/ }).click();
    await page.waitForURL(new RegExp(`#/studies/${study}`));
    await main().getByText(`Process ${command!.pid} runs this search`).waitFor();
    // What the other process does is followed.
    const now = await done();
    await vi.waitFor(async () => expect(await done()).toBeGreaterThan(now), PATIENCE);
    command!.kill('SIGKILL');
    await once(command!, 'exit');
    await main().getByText('Interrupted', { exact: true }).waitFor(PATIENCE);
    before = await trialsOf(study);
  });

  it(
    'goes on in the window, is paused and resumed, and lives on after the host was killed',
    { timeout: 2 * RUN_PATIENCE },
    async () => {
      await press(page, 'Resume');
      await main().getByText('Searching', { exact: true }).waitFor();
      await press(page, 'Pause');
      await main().getByText('Paused', { exact: true }).waitFor({ timeout: RUN_PATIENCE });
      expect(await axeFaults(page)).toEqual([]);
      const now = await done();
      await press(page, 'Resume');
      await vi.waitFor(async () => expect(await done()).toBeGreaterThan(now), PATIENCE);
      expect(problems).toEqual([]);
      await studio!.kill();
      await openWindow();
      await page.goto(`${studio!.origin}/#/studies/${study}`);
      await main().getByText('The program that ran this search has ended').waitFor();
      await press(page, 'Resume');
      await vi.waitFor(async () => expect(await done()).toBe(TRIALS), { ...PATIENCE, timeout: RUN_PATIENCE });
      // Nothing that had ended was done again.
      const after = await trialsOf(study);
      const ended = before.filter(({ status }) => status !== 'running');
      expect(ended.length).toBeGreaterThan(0);
      for (const trial of ended) expect(after[trial.number]).toEqual(trial);
      expect(new Set(after.map(({ run }) => run)).size).toBe(TRIALS);
    },
  );

  it('is looked at by keyboard, and its best becomes a run', { timeout: RUN_PATIENCE }, async () => {
    await main()
      .getByRole('group', { name: /^Settings together/ })
      .focus();
    await page.keyboard.press('ArrowRight');
    await main()
      .getByRole('region', { name: /^Trial \d/ })
      .getByText('the best')
      .waitFor();
    await main().getByRole('region', { name: 'What mattered' }).getByRole('listitem').nth(1).waitFor();
    await press(page, 'Use the best…');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/best of 8 finished trials, chosen by their validation/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await dialog.getByRole('spinbutton').fill('1');
    await dialog.getByRole('button', { name: 'Start the run' }).click();
    await page.waitForURL(/#\/runs\/.+/);
    await untilStatus(page, 'Finished');
    expect(problems).toEqual([]);
  });
});
