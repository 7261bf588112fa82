import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { z } from 'zod';
import { root } from '../../scripts/lib/root.ts';
import { needsOf } from '../../scripts/lib/test-needs.ts';
import { mnistFolder } from '../../test/fixtures/mnist.ts';

const workers = path.resolve(import.meta.dirname, '..', 'workers');

/**
 * Runs a worker that opens the studio's window, to its end. Resolves with the JSON of its last line, or with the reason
 * why no window can be shown here.
 */
export async function askWindow<T>(
  schema: z.ZodType<T>,
  script: string,
  ...args: string[]
): Promise<T | { missing: string }> {
  const needs = await needsOf('e2e-electron', root);
  if ('missing' in needs) return needs;
  const [command, ...rest] = [...needs.under, process.execPath, path.join(workers, script), ...args];
  const env = { ...process.env, ...needs.env, INKSTONE_MNIST_DIR: mnistFolder };
  const { stdout } = await promisify(execFile)(command!, rest, { env });
  return schema.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
}
