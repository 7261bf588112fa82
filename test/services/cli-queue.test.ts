import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Line, runCommand, type StartedCommand, startCommand } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { hasRedis, startRedis } from '../fixtures/redis-server.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function newFolder(): string {
  const { folder, remove } = temporaryFolder();
  ending.push(remove);
  return folder;
}

/** The program's bundles alone, at a place that has no sources and no node_modules: the path of its command line. */
function bundlesAlone(): string {
  const root = newFolder();
  for (const part of ['package.json', 'out/node', 'resources/starter'])
    cpSync(path.join(repositoryRoot, part), path.join(root, part), { recursive: true });
  return path.join(root, 'out', 'node', 'cli.cjs');
}

function start(args: readonly string[], script: string, home = newFolder()): StartedCommand {
  const command = startCommand(home, args, script);
  ending.push(async () => {
    command.child.kill('SIGKILL');
    await command.ended;
  });
  return command;
}

const base = { preset: 'softmax', data: 'mnist', limit: 300, epochs: 2, batchSize: 50 };
const space = { 'recipe.optimizer.learningRate': { choices: [0.001, 0.003, 0.01, 0.03] } };

describe.runIf(hasRedis)('the bundled command line', () => {
  it('searches by a queue with workers that train for it, one of which is killed', async () => {
    const server = await startRedis();
    ending.push(() => server.remove());
    const [script, home] = [bundlesAlone(), newFolder()];
    const worker = (name: string): StartedCommand =>
      start(['worker', '--queue', server.address, '--name', name, '--json'], script);
    const [victim, other] = [worker('victim'), worker('other')];
    for (const each of [victim, other]) await each.said('"type":"worker"');

    const file = path.join(newFolder(), 'space.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ base, space }));
    const args = ['--space', file, '--sampler', 'grid', '--trials', '4', '--queue', server.address, '--json'];
    const search = start(['search', ...args], script, home);
    const taken = JSON.parse(await victim.said('"status":"running"')) as Line;
    victim.child.kill('SIGKILL');
    expect(await search.ended).toBe(0);

    const result = JSON.parse(search.lines.at(-1)!) as Line & {
      trials: { number: number; status: string; run: string; worker: string }[];
      best: { number: number };
    };
    expect(result).toMatchObject({ type: 'result', status: 'finished', trials: { length: 4 } });
    expect(result.trials.map(({ status }) => status)).toEqual(Array(4).fill('finished'));
    expect(result.trials.find(({ number }) => number === taken['number'])!.worker).toBe('other');
    // Each is a run here, and the best has its model.
    for (const { run } of result.trials) expect(existsSync(path.join(home, 'runs', run, 'run.json'))).toBe(true);
    const best = path.join(home, 'runs', result.trials.find(({ number }) => number === result.best.number)!.run);
    expect(readFileSync(path.join(best, 'model', 'weights.safetensors')).length).toBeGreaterThan(7850 * 4);

    other.child.kill('SIGINT');
    expect(await other.ended).toBe(130);
    const shown = await runCommand(home, ['search', 'show', result['study'] as string, '--json']);
    expect(shown.lines.at(-1)!['trials']).toEqual(result.trials);
  });
});
