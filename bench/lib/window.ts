import path from 'node:path';
import { root } from '../../scripts/lib/root.ts';
import { needsOf } from '../../scripts/lib/test-needs.ts';
import { mnistFolder } from '../../test/fixtures/mnist.ts';

const workers = path.resolve(import.meta.dirname, '..', 'workers');

/** How to run a worker that opens the studio's window: a command and its environment, or why there can be no window. */
export async function windowWorker(
  script: string,
  ...args: string[]
): Promise<{ command: string[]; env: Record<string, string> } | { missing: string }> {
  const needs = await needsOf('e2e-electron', root);
  if ('missing' in needs) return needs;
  return {
    command: [...needs.under, process.execPath, path.join(workers, script), ...args],
    env: { ...needs.env, INKSTONE_MNIST_DIR: mnistFolder },
  };
}
