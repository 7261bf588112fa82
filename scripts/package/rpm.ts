import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { makeWhole, run } from '../lib/tool.ts';
import { nameFormat } from './name-format.ts';
import type { Product } from './product.ts';
import { HOME } from './tree.ts';

/** rpm's names of processors. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** As in deb.ts, by the names of Fedora and its kin. */
const REQUIRES = [
  ...['glibc', 'libstdc++', 'glib2', 'gtk3', 'nss', 'nspr', 'alsa-lib', 'at-spi2-atk', 'at-spi2-core', 'cups-libs'],
  ...['mesa-libgbm', 'libdrm', 'libxkbcommon', 'libX11', 'libxcb', 'libXcomposite', 'libXdamage', 'libXext'],
  ...['libXfixes', 'libXrandr', 'cairo', 'pango', 'expat', 'dbus-libs', 'hicolor-icon-theme', 'shared-mime-info'],
] as const;

/** Packs a laid tree for rpm and gives the file. Libraries are not searched for what they need: REQUIRES says it. */
export function writeRpm(tree: string, product: Product, dist: string): string {
  const { name, version, summary, license } = product;
  const arch = ARCHITECTURES[product.arch] ?? product.arch;
  const top = path.join(dist, 'rpm');
  fs.rmSync(top, { recursive: true, force: true });
  fs.mkdirSync(top, { recursive: true });
  const after = fs.readFileSync(path.join(root, 'resources', 'linux', 'after-remove.sh'), 'utf8');
  const spec = path.join(top, `${name}.spec`);
  fs.writeFileSync(
    spec,
    [
      ...[`Name: ${name}`, `Version: ${version}`, 'Release: 1', `Summary: ${summary}`],
      ...[`License: ${license}`, 'AutoReqProv: no', `Requires: ${REQUIRES.join(', ')}`],
      // Libraries are packed as they are, and with zstd as in the deb.
      ...['%global __os_install_post %{nil}', '%global debug_package %{nil}', '%define _build_id_links none'],
      '%define _binary_payload w12.zstdio',
      ...['', '%description', `${summary}.`],
      ...['', '%install', 'mkdir -p %{buildroot}', `cp -al '${tree}'/. %{buildroot}/`],
      ...['', '%postun', after.replace(/^#!.*\n/, '').trimEnd()],
      ...['', '%files', '%defattr(-,root,root)', HOME, ...filesBeside(tree)],
      '',
    ].join('\n'),
  );
  nameFormat(tree, 'rpm');
  const file = makeWhole(path.join(dist, `${name}-${version}.${arch}.rpm`), (part) =>
    run('rpmbuild', [
      ...['-bb', spec, '--target', arch],
      ...['--define', `_topdir ${top}`, '--define', `_rpmdir ${dist}`],
      ...['--define', `_rpmfilename ${path.basename(part)}`],
    ]),
  );
  fs.rmSync(top, { recursive: true });
  return file;
}

/** The files of a tree that do not lie in the program's own folder. Folders that other packages share are nobody's. */
function filesBeside(tree: string): string[] {
  const below = ['-path', `${tree}${HOME}`, '-prune', '-o', '!', '-type', 'd', '-printf', '/%P\\n'];
  return execFileSync('find', [tree, '-mindepth', '1', ...below], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '');
}
