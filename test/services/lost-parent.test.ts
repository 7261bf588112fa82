import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { commandEnvironment, runCommand } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const scripts = path.join(repositoryRoot, 'scripts');
const inkstone = [path.join(scripts, 'inkstone.mjs')];
/** Thousands of steps: nobody waits for its end. */
const training = ['train', '--preset', 'mlp', '--data', 'mnist', '--batch-size', '1', '--epochs', '50', '--json'];

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { env: commandEnvironment(home.folder), stdio: ['ignore', 'pipe', 'inherit'] });
}

/** As npm starts a script: it waits for it, and says by the environment that it does. */
const asNpm = (args: readonly string[]): string[] => [
  '-e',
  `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, {
    stdio: 'inherit',
    env: { ...process.env, npm_lifecycle_event: 'inkstone' },
  })`,
];

/** Resolves with what stood on stdout when `enough` held. */
async function printed(child: ChildProcess, enough: (text: string) => boolean): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (enough(text)) break;
  }
  return text;
}

/** Kills it and waits until nobody has its stdout any more: all that it started, and they started, has ended. */
async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  child.stdout!.resume();
  await once(child, 'close');
}

it.each([
  ['the script', [...inkstone, ...training]],
  ['npm', asNpm([...inkstone, ...training])],
])('%s that runs a command is killed: its run ends with a checkpoint and goes on later', async (_who, args) => {
  const parent = start(args);
  await printed(parent, (text) => /"type":"steps"/.test(text));
  await killed(parent);
  const list = await runCommand(home.folder, ['runs', 'list', '--json']);
  const [run] = list.lines.at(-1)!['runs'] as Run[];
  expect(run).toMatchObject({ status: 'interrupted', error: null });
  expect(run!.checkpointStep).toBe(run!.step);
  expect(run!.step).toBeGreaterThan(0);
});

it.each([
  ['the script', [path.join(scripts, 'start.mjs'), '--web']],
  ['npm', asNpm([path.join(scripts, 'start.mjs'), '--web'])],
])('%s that serves the studio is killed: the host ends', async (_who, args) => {
  const parent = start(args);
  const url = (await printed(parent, (text) => text.includes('\n'))).trim();
  expect(new URL(url).hostname).toBe('127.0.0.1');
  await killed(parent);
  await expect(fetch(url)).rejects.toThrow();
});

it('a parent that is neither may end and leave its child going', async () => {
  const shell = `require('node:child_process').spawn(process.execPath, ${JSON.stringify([
    ...inkstone,
    'train',
    '--preset',
    'mlp',
    ...['--data', 'mnist', '--limit', '640', '--epochs', '1', '--json'],
  ])}, { stdio: 'inherit' })`;
  const parent = spawn(process.execPath, ['-e', shell], {
    env: { ...commandEnvironment(home.folder), npm_lifecycle_event: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const before = await printed(parent, (text) => /"type":"started"/.test(text));
  parent.kill('SIGKILL');
  const after = await printed(parent, () => false);
  expect(before + after).toContain('"type":"result"');
});
