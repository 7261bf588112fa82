import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { run } from '../lib/tool.ts';
import { nameFormat } from './name-format.ts';
import type { Product } from './product.ts';
import { HOME, layTree } from './tree.ts';

/** rpm's names of processors. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** As in deb.ts, by the names of Fedora and its kin. */
const REQUIRES = [
  'gtk3',
  'nss',
  'nspr',
  'alsa-lib',
  'at-spi2-atk',
  'at-spi2-core',
  'cups-libs',
  'mesa-libgbm',
  'libdrm',
];

/** Writes a package for rpm and resolves with its file. Libraries are not searched for what they need: REQUIRES says it. */
export async function writeRpm(program: string, product: Product, dist: string): Promise<string> {
  const { name, version, summary, license } = product;
  const arch = ARCHITECTURES[product.arch] ?? product.arch;
  const top = path.join(dist, 'rpm');
  const tree = path.join(top, 'tree');
  fs.rmSync(top, { recursive: true, force: true });
  await layTree(tree, program, product);
  const after = fs.readFileSync(path.join(root, 'resources', 'linux', 'after-remove.sh'), 'utf8');
  const spec = path.join(top, `${name}.spec`);
  const files = execFileSync('find', [tree, '-mindepth', '1', '!', '-type', 'd', '-printf', '/%P\\n'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  fs.writeFileSync(
    spec,
    [
      ...[`Name: ${name}`, `Version: ${version}`, 'Release: 1', `Summary: ${summary}`],
      ...[`License: ${license}`, 'AutoReqProv: no', `Requires: ${REQUIRES.join(', ')}`],
      // Libraries are packed as they are, and with zstd as in the deb.
      ...['%global __os_install_post %{nil}', '%global debug_package %{nil}', '%define _build_id_links none'],
      '%define _binary_payload w12.zstdio',
      ...['', '%description', `${summary}.`],
      ...['', '%postun', after.replace(/^#!.*\n/, '')],
      ...['', '%files', '%defattr(-,root,root)', HOME],
      ...files.split('\n').filter((file) => file !== '' && !file.startsWith(`${HOME}/`)),
      '',
    ].join('\n'),
  );
  nameFormat(tree, 'rpm');
  run('rpmbuild', [
    ...['-bb', spec, '--target', arch, '--buildroot', tree, '--noclean'],
    ...['--define', `_topdir ${top}`, '--define', `_rpmdir ${dist}`],
    ...['--define', `_rpmfilename ${name}-${version}.${arch}.rpm`],
  ]);
  fs.rmSync(top, { recursive: true });
  return path.join(dist, `${name}-${version}.${arch}.rpm`);
}
