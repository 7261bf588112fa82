import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { makeWhole, run } from '../lib/tool.ts';
import { nameFormat } from './name-format.ts';
import type { Product } from './product.ts';

/** Debian's names of processors. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * What the program and Chromium in it load of the system, on Debian 12 and on those whose libraries of 64-bit times have another name.
 * The last ones put icons and the desktop entry into the desktop's indexes, by dpkg's triggers.
 */
const DEPENDS = [
  ...['libc6', 'libstdc++6', 'libglib2.0-0 | libglib2.0-0t64', 'libgtk-3-0 | libgtk-3-0t64', 'libnss3', 'libnspr4'],
  ...['libasound2 | libasound2t64', 'libatk1.0-0 | libatk1.0-0t64', 'libatk-bridge2.0-0 | libatk-bridge2.0-0t64'],
  ...['libatspi2.0-0 | libatspi2.0-0t64', 'libcups2 | libcups2t64', 'libgbm1', 'libdrm2', 'libxkbcommon0'],
  ...['libxcomposite1', 'libxdamage1', 'libxrandr2', 'libx11-6', 'libx11-xcb1', 'libxcb1', 'libxext6', 'libxfixes3'],
  ...['libcairo2', 'libexpat1', 'libdbus-1-3', 'libpango-1.0-0'],
  ...['hicolor-icon-theme', 'shared-mime-info', 'desktop-file-utils'],
] as const;

/** Packs a laid tree for dpkg and gives the file. zstd, which dpkg of Debian 12 and of Ubuntu reads, is a third of xz's time. */
export function writeDeb(tree: string, product: Product, dist: string): string {
  const { name, version, summary } = product;
  const arch = ARCHITECTURES[product.arch] ?? product.arch;
  const control = path.join(tree, 'DEBIAN');
  const kibibytes = Number(execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t', 1)[0]);
  fs.mkdirSync(control, { mode: 0o755 });
  fs.writeFileSync(
    path.join(control, 'control'),
    [
      `Package: ${name}`,
      `Version: ${version}`,
      `Architecture: ${arch}`,
      `Maintainer: ${product.author} <maintainers@inkstone.invalid>`,
      `Installed-Size: ${kibibytes}`,
      `Depends: ${DEPENDS.join(', ')}`,
      'Section: education',
      'Priority: optional',
      `Description: ${summary}`,
      '',
    ].join('\n'),
  );
  const after = path.join(control, 'postrm');
  fs.copyFileSync(path.join(root, 'resources', 'linux', 'after-remove.sh'), after);
  fs.chmodSync(after, 0o755);
  nameFormat(tree, 'deb');
  const file = path.join(dist, `${name}_${version}_${arch}.deb`);
  try {
    return makeWhole(file, (part) => run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z12', '--build', tree, part]));
  } finally {
    // The tree is packed by others, too.
    fs.rmSync(control, { recursive: true });
  }
}
