import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { judgeAudit, judgeElectron } from './lib/advisories.ts';
import { root } from './lib/root.ts';

// Asks npm's registry for advisories of what ships, and for the newest Electron: a part of `npm test`. See docs/security.md.

/** What npm prints; empty without npm, or when the registry keeps silent. */
function npm(...args: string[]): string {
  const program = process.env['npm_execpath'];
  if (!program) return '';
  const patience = ['--fetch-timeout=10000', '--fetch-retries=0', '--loglevel=silent'];
  const { stdout } = spawnSync(process.execPath, [program, ...args, '--json', ...patience], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 100_000_000,
  });
  return stdout;
}

const read = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

function newestElectron(): string | null {
  try {
    const told: unknown = JSON.parse(npm('view', 'electron', 'version'));
    return typeof told === 'string' ? told : null;
  } catch {
    return null;
  }
}

const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> };
const verdicts = [
  judgeAudit(npm('audit'), read('package-lock.json') as Parameters<typeof judgeAudit>[1]),
  judgeElectron(devDependencies['electron']!, newestElectron()),
];
for (const line of verdicts.flatMap(({ lines }) => lines)) console.log(line);
process.exit(verdicts.some(({ failed }) => failed) ? 1 : 0);
