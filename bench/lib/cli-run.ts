import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import { mnistFolder } from '../../test/fixtures/mnist.ts';

/**
 * Trains by the command line, with `--json`, and returns the lines. They go to a file meanwhile, so that reading them
 * costs the run nothing. `home` is a storage folder. Throws if the command fails.
 */
export async function cliRun(home: string, args: readonly string[]): Promise<unknown[]> {
  const file = path.join(home, 'lines.jsonl');
  fs.mkdirSync(home, { recursive: true });
  const output = fs.openSync(file, 'w');
  try {
    const child = spawn(
      process.execPath,
      [path.join(root, 'out', 'node', 'cli.cjs'), 'train', '--data', 'mnist', '--json', '--home', home, ...args],
      { stdio: ['ignore', output, 'ignore'], env: { ...process.env, INKSTONE_MNIST_DIR: mnistFolder } },
    );
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
    if (code !== 0) throw new Error(`the command line ended with ${code}: ${lines.at(-1)}`);
    return lines.map((line) => JSON.parse(line) as unknown);
  } finally {
    fs.closeSync(output);
  }
}
