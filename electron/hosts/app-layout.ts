import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { commandLine } from './command-line.ts';

/** Where the parts of the program lie. `root` is the folder of package.json: a checkout, or app.asar. */
export interface AppLayout {
  readonly version: string;
  /** The built page. */
  readonly renderer: string;
  readonly preload: string;
  readonly trainer: string;
  readonly reader: string;
  readonly worker: string;
  /** The starter model's folder. */
  readonly starter: string;
  /** What a person types to call the command line. */
  readonly commandLine: string;
}

/** What a plain Node reads of a packed program lies in this folder beside the archive, which it cannot read. */
export const UNPACKED = 'app.asar.unpacked';

/**
 * With `packedResources`, the folder of a packaged program's unpacked resources; without, those of a packaged program whose `root` a
 * plain Node sees, or a checkout's own.
 */
export function appLayout(root: string, packedResources: string | null = resourcesBeside(root)): AppLayout {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const out = path.join(root, 'out');
  return {
    version,
    renderer: path.join(out, 'renderer'),
    preload: path.join(out, 'main', 'preload.cjs'),
    trainer: path.join(out, 'node', 'trainer.cjs'),
    reader: path.join(out, 'node', 'reader.cjs'),
    worker: path.join(out, 'node', 'worker.cjs'),
    starter: path.join(packedResources ?? path.join(root, 'resources'), 'starter'),
    commandLine: commandLine(packedResources),
  };
}

const resourcesBeside = (root: string): string | null => (path.basename(root) === UNPACKED ? path.dirname(root) : null);
