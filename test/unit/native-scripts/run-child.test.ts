import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runChild } from '../../../scripts/lib/run-child.mjs';

const module = JSON.stringify(path.resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'lib', 'run-child.mjs'));

/** A child that counts the SIGINTs it gets, and ends when it is told to. */
const COUNTER = `let n = 0;
process.on('SIGINT', () => console.log('child ' + ++n));
process.stdin.once('data', () => setImmediate(() => process.exit(40 + n)));
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
    // Its clock stands still, and goes on by a second when it is told to: no machine is too slow for it.
    const script = `const { runChild } = await import(${module});
let now = 0, m = 0;
Date.now = () => now;
process.on('SIGUSR2', () => console.log('clock ' + (now += 1000)));
const ended = runChild(process.execPath, ['-e', ${JSON.stringify(COUNTER)}]);
process.on('SIGINT', () => console.log('script ' + ++m));
process.exit(await ended);`;
    // detached: a group of its own, which gets the signal as a terminal's foreground group does.
    const outer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    let said = '';
    outer.stdout.on('data', (chunk) => (said += chunk));
    const heard = (word: string) => vi.waitFor(() => expect(said).toContain(`${word}\n`));
    const ended = new Promise<number | null>((resolve) => outer.once('close', resolve));
    await heard('ready');
    process.kill(-outer.pid!, 'SIGINT');
    await heard('child 1');
    outer.kill('SIGINT');
    await heard('script 2');
    // A second later it is another one.
    outer.kill('SIGUSR2');
    await heard('clock 1000');
    outer.kill('SIGINT');
    await heard('script 3');
    await heard('child 2');
    outer.stdin.write('end');
    expect(await ended).toBe(42);
  });
});
