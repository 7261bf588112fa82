import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageFormatSchema, type PackageFormat } from '../../shared/contract/schemas/update.ts';
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
  /** Where the models lie that come with the studio. */
  readonly models: string;
  /** What the program was installed from; null: a checkout. */
  readonly packageFormat: PackageFormat | null;
  /** What a person types to call the command line. */
  readonly commandLine: string;
}

/** A file of the packed resources that names the format of the package, where whoever packs it has said so (scripts/package). */
export const FORMAT_FILE = 'package-format';

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
    models: packedResources ?? path.join(root, 'resources'),
    packageFormat: packedResources === null ? null : packageFormat(packedResources, process.platform, process.env),
    commandLine: commandLine(packedResources),
  };
}

const resourcesBeside = (root: string): string | null => (path.basename(root) === UNPACKED ? path.dirname(root) : null);

/**
 * An AppImage's runtime says so in APPIMAGE, and in APPDIR where it has mounted it: what is started from another program that is an AppImage
 * inherits both, and lies elsewhere. Windows and macOS have one way of installing each. What says nothing, as an archive that was unpacked,
 * is not updated.
 */
export function packageFormat(resources: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): PackageFormat {
  const named = packageFormatSchema.safeParse(readText(path.join(resources, FORMAT_FILE)));
  if (named.success) return named.data;
  if (platform === 'win32') return 'nsis';
  if (platform === 'darwin') return 'zip';
  const { APPIMAGE: program, APPDIR: mount } = env;
  return program && mount && resources.startsWith(mount.replace(/\/*$/, path.sep)) ? 'AppImage' : 'none';
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
