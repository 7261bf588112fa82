import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runChild } from '../../../scripts/lib/run-child.mjs';

const module = JSON.stringify(path.resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'lib', 'run-child.mjs'));

/** A child that counts the SIGINTs it gets and ends by itself a little after the first. */
const COUNTER = `let n = 0;
process.on('SIGINT', () => { n++; if (n === 1) setTimeout(() => { console.log('got ' + n); process.exit(42); }, 400); });
setInterval(() => {}, 1000);
console.log('ready');`;

const quiet = { stdio: 'ignore' as const };

describe('runChild', () => {
  it('resolves with the exit code, and with 128 + n after signal n', async () => {
    expect(await runChild(process.execPath, ['-e', 'process.exit(7)'], quiet)).toBe(7);
    expect(await runChild(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'], quiet)).toBe(143);
  });

  it('rejects when there is no such program', async () => {
    await expect(runChild('/nowhere/program', [], quiet)).rejects.toThrow(/ENOENT/);
  });

  it('hands on a Ctrl-C once, though the terminal and npm both send it', async () => {
    const script = `const { runChild } = await import(${module});
process.exit(await runChild(process.execPath, ['-e', ${JSON.stringify(COUNTER)}]));`;
    // detached: a group of its own, which gets the signal as a terminal's foreground group does.
    const outer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let said = '';
    const ended = new Promise<number | null>((resolve) => outer.once('close', resolve));
    await new Promise<void>((resolve) =>
      outer.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.includes('ready')) resolve();
      }),
    );
    process.kill(-outer.pid!, 'SIGINT');
    setTimeout(() => outer.kill('SIGINT'), 100);
    expect(await ended).toBe(42);
    expect(said).toContain('got 1');
  });
});
