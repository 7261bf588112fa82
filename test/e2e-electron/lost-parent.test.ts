import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { packedApp } from '../fixtures/packed-program.ts';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

it('the desktop program ends in order when whoever started it is gone', async () => {
  const packed = packedApp();
  const program = packed ?? (createRequire(import.meta.url)('electron') as string);
  // The channel is what scripts/lib/run-child.mjs holds: it closes when that process ends, however it does.
  const studio = spawn(program, ['--no-sandbox', ...(packed === null ? [repositoryRoot] : [])], {
    env: { ...process.env, INKSTONE_HOME: home.folder, INKSTONE_TEST: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(studio, 'exit');
  await vi.waitFor(() => expect(existsSync(path.join(home.folder, 'runs'))).toBe(true), { timeout: 30_000 });
  studio.disconnect();
  expect(await exited).toEqual([0, null]);
});
