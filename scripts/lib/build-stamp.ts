import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from '../../electron/native/provision/lock.ts';

/** Everything that the build reads, package versions included. */
const INPUTS = [
  'shared',
  'electron',
  'renderer',
  'resources',
  'scripts/build.mjs',
  'scripts/licences',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
const OUTPUTS = [
  'main/main.cjs',
  'main/preload.cjs',
  'node/trainer.cjs',
  'node/web.cjs',
  'node/cli.cjs',
  'renderer/index.html',
  'renderer/licences/index.json',
];

/** A hash of names and contents: checkouts and clones that hold the same sources have the same stamp, whatever the clock says. */
export function sourceStamp(root: string, inputs: readonly string[] = INPUTS): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(path.join(root, input)))
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(fs.readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(place: string): string[] {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [place];
  return fs
    .readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

/** True if out/ is whole and was built from these very sources. */
export function isBuilt(root: string, stamp: string, outputs: readonly string[] = OUTPUTS): boolean {
  const written = path.join(root, 'out', '.stamp');
  return (
    fs.existsSync(written) &&
    fs.readFileSync(written, 'utf8') === stamp &&
    outputs.every((file) => fs.existsSync(path.join(root, 'out', file)))
  );
}

/** Builds if the sources changed since the last build; one process at a time. Resolves with false if the build failed. */
export async function buildIfStale(root: string, build: () => Promise<boolean>): Promise<boolean> {
  if (isBuilt(root, sourceStamp(root))) return true;
  const out = path.join(root, 'out');
  fs.mkdirSync(out, { recursive: true });
  const work = async () => {
    const stamp = sourceStamp(root);
    if (isBuilt(root, stamp)) return true;
    console.error('Building.');
    fs.rmSync(path.join(out, '.stamp'), { force: true });
    if (!(await build())) return false;
    fs.writeFileSync(path.join(out, '.stamp'), stamp);
    return true;
  };
  return withLock(path.join(out, '.lock'), work, () => console.error('Another process is building; waiting for it.'));
}
