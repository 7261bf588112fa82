import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlp } from '../../shared/model/presets/mlp.ts';
import { commandEnvironment, runCommand, type Outcome } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { encodePng } from '../fixtures/png.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inside = (...parts: string[]): string => path.join(home.folder, ...parts);
const inkstone = (...args: string[]): Promise<Outcome> => runCommand(inside('home'), args);
const train = ['train', '--preset', 'mlp', '--data', 'synthetic', '--limit', '200', '--epochs', '1'];

/** A program of the built ones, with an environment of its own, to its end. */
async function run(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [path.join(repositoryRoot, 'out', 'node', script), ...args], {
    env: { ...commandEnvironment(inside('home')), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: home.folder,
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

/** As a shell joins a command to one that reads a line and is gone. */
async function readOneLine(
  args: string[],
  stream: 'stdout' | 'stderr',
): Promise<{ code: number | null; rest: string }> {
  const child = spawn(process.execPath, [path.join(repositoryRoot, 'out', 'node', 'cli.cjs'), ...args], {
    env: commandEnvironment(inside('home')),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let rest = '';
  const other = stream === 'stdout' ? child.stderr : child.stdout;
  other.on('data', (chunk: Buffer) => (rest += chunk.toString()));
  child[stream].once('data', () => child[stream].destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, rest };
}

describe('a place that cannot hold the storage', () => {
  it.runIf(process.platform === 'linux').each([
    ['/proc/nope', 'Inkstone may not write here'],
    ['/etc/passwd', 'There is a file where a folder is needed'],
    ['/etc/passwd/deeper', 'There is a file where a folder is needed'],
  ])('%s is told at once, by every host', async (place, words) => {
    for (const [script, args] of [
      ['cli.cjs', ['runs', 'list']],
      ['web.cjs', []],
    ] as const) {
      const { code, stderr } = await run(script, [...args], { INKSTONE_HOME: place });
      expect([script, code]).toEqual([script, 1]);
      expect(stderr).toContain(words);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('is none that is meant by an empty name', async () => {
    const env = { HOME: '', INKSTONE_HOME: '', XDG_DATA_HOME: inside('data') };
    expect(await run('cli.cjs', ['runs', 'list'], env)).toMatchObject({ code: 0 });
    expect(readdirSync(inside('data', 'inkstone'))).toContain('runs');
    expect(readdirSync(home.folder)).not.toContain('runs');
    expect(await inkstone('runs', 'list', '--home', '')).toMatchObject({ code: 2 });
  });
});

it('a wrong option of the web host is answered as one, without a stack', async () => {
  for (const args of [['--bad'], ['--port', 'many'], ['--port', '70000'], ['--port'], ['something']]) {
    const { code, stderr } = await run('web.cjs', args, {});
    expect([args, code]).toEqual([args, 2]);
    expect(stderr).toContain('Usage: web.cjs [--port N]');
    expect(stderr).not.toMatch(/^\s+at |thrown/m);
  }
});

describe('a pipe that is closed', () => {
  it('ends a run with a checkpoint, without a stack', async () => {
    const long = train.map((word) => (word === '1' ? '200' : word));
    const { code, rest } = await readOneLine([...long, '--json'], 'stdout');
    expect(code).toBe(130);
    expect(rest).not.toMatch(/^\s+at |EPIPE/m);
    expect(rest).toContain('runs resume');
  });

  it('of notes changes nothing', async () => {
    const { code, rest } = await readOneLine([...train, '--json'], 'stderr');
    expect(code).toBe(0);
    expect(rest).toContain('"type":"result"');
  });
});

describe('a model that cannot be saved where it shall be', () => {
  it('is refused before the training', async () => {
    writeFileSync(inside('a-file'), '');
    mkdirSync(inside('taken', 'weights.safetensors'), { recursive: true });
    for (const [place, error] of [
      [inside('a-file'), 'not-a-folder'],
      [inside('a-file', 'deeper'), 'not-a-folder'],
      [inside('taken'), 'not-a-file'],
      ...(process.platform === 'linux' ? [['/proc/nope/model', 'save-denied'] as const] : []),
    ] as const) {
      const { code, lines } = await inkstone(...train, '--save-model', place, '--json');
      expect(code).toBe(1);
      expect(lines).toEqual([{ type: 'error', error: expect.objectContaining({ code: error }) as unknown }]);
    }
    expect(await inkstone(...train, '--save-model', '')).toMatchObject({ code: 2 });
  });
});

describe('a model file', () => {
  it('of blocks inside each other without end is told as that', async () => {
    const file = inside('deep.json');
    let layers = '[{"type":"Flatten"}]';
    for (let i = 0; i < 2000; i++) layers = `[{"type":"Residual","layers":${layers}}]`;
    writeFileSync(file, JSON.stringify(mlp.model).replace(/"layers":.*\]/, `"layers":${layers}`));
    const { lines } = await inkstone(...train, '--model', file, '--json');
    expect(lines.at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'model-invalid', params: { reason: 'too-deep', layer: 'Residual', index: 1 } },
    });
    const preset = { version: 1, id: 'my-deep', name: 'deep', model: 'MODEL', recipe: mlp.recipe };
    writeFileSync(file, JSON.stringify(preset).replace('"MODEL"', readFileSync(file, 'utf8')));
    expect((await inkstone(...train, '--preset', file, '--json')).lines.at(-1)).toMatchObject({
      error: { code: 'model-invalid' },
    });
  });

  it('that is a folder is called one', async () => {
    const { lines } = await inkstone(...train, '--model', home.folder, '--json');
    expect(lines.at(-1)).toMatchObject({ error: { code: 'not-a-file' } });
  });
});

describe('a run whose record is cut off', () => {
  it('is told with its name, beside those that can be read', async () => {
    await inkstone(...train);
    const whole = inside('home', 'runs', 'mlp-20200101-000000-abc');
    mkdirSync(whole, { recursive: true });
    writeFileSync(path.join(whole, 'run.json'), '{"version":2,"id":"mlp-2020');
    const { code, lines } = await inkstone('runs', 'list', '--json');
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      runs: expect.arrayContaining([expect.objectContaining({ status: 'finished' })]) as unknown,
      unreadable: [{ id: 'mlp-20200101-000000-abc', error: { code: 'file-torn' } }],
    });
    expect((await inkstone('runs', 'list')).stderr).toContain('mlp-20200101-000000-abc:\nA file is damaged');
  });
});

describe('names', () => {
  it('that would change a terminal are cleaned where they are kept, and written out where they are only told', async () => {
    const name = 'bad\u202e\u001b[2J\nname';
    const { stdout } = await inkstone(...train, '--name', name);
    const list = await inkstone('runs', 'list');
    expect(list.stdout).toContain('bad [2J name');
    for (const obeyed of ['\u202e', '\u001b']) expect(list.stdout + stdout).not.toContain(obeyed);
    const { lines } = await inkstone('runs', 'list', '--json');
    expect(JSON.stringify(lines)).toContain('bad [2J name');
    const missing = await inkstone('predict', '--image', `no\u001b[31m\nsuch.png`);
    expect(missing.stderr).toContain('no\\u001b[31m\\nsuch.png');
  });
});

describe('several files to read', () => {
  it('are read as far as they can be, and the exit code tells that some could not', async () => {
    const digit = inside('digit.png');
    const { images } = readMnist('test');
    writeFileSync(
      digit,
      encodePng(
        images.subarray(0, 784).map((ink) => 255 - ink),
        28,
        28,
      ),
    );
    writeFileSync(inside('nothing.png'), 'not a png');
    const { code, lines } = await inkstone('predict', '--image', digit, '--image', inside('nothing.png'), '--json');
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      items: [{ file: 'digit.png', label: expect.any(String) as unknown }, { error: { code: 'image-unreadable' } }],
    });
    expect((await inkstone('predict', '--image', digit, digit)).code).toBe(0);
  });
});

describe('a test of some classes', () => {
  it('reads the images of these alone', async () => {
    const evaluate = (only: string) =>
      inkstone('evaluate', '--model', 'starter', '--data', 'synthetic', '--only', only, '--json');
    const count = async (only: string): Promise<number> => {
      const { lines } = await evaluate(only);
      return (lines.at(-1)!['test'] as { n: number }).n;
    };
    const [three, both] = [await count('3'), await count('3,7')];
    expect(three).toBeGreaterThan(0);
    expect(both).toBe(three + (await count('7')));
    expect((await evaluate('3,x')).lines.at(-1)).toMatchObject({
      error: { code: 'class-unknown', params: { name: 'x' } },
    });
  });
});
