import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (...args: string[]) => runCommand(home.folder, ['engine', ...args, '--json']);

it('tells what is chosen and what CUDA takes, and keeps another choice', async () => {
  const first = await inkstone('list');
  expect(first.code).toBe(0);
  expect(first.lines.at(-1)).toMatchObject({ type: 'result', chosen: 'auto', fallback: null });
  const { cuda } = first.lines.at(-1) as { cuda: { state: string; downloadBytes?: number } };
  expect(['unsupported', 'absent', 'ready']).toContain(cuda.state);

  expect((await inkstone('use', 'cpu')).lines.at(-1)).toMatchObject({ chosen: 'cpu' });
  expect((await inkstone('list')).lines.at(-1)).toMatchObject({ chosen: 'cpu' });
});

it.each([[['use', 'gpu']], [['use']], [['install', 'webgpu']], [['list', 'cuda']], [['install', 'cuda', 'now']], [[]]])(
  'takes %j for wrong usage',
  async (args) => {
    const { code, stderr } = await inkstone(...args);
    expect(code).toBe(2);
    expect(stderr).toContain('engine list | use auto|cpu|cuda|webgpu');
  },
);
