import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { has, run } from '../lib/tool.ts';
import { buildFor } from './builder.ts';
import { writeDeb } from './deb.ts';
import type { Product } from './product.ts';
import { writeRpm } from './rpm.ts';

/** What a Linux package can be. */
export const FORMATS = ['tar.gz', 'deb', 'rpm', 'AppImage'] as const;
export type Format = (typeof FORMATS)[number];

/** The file that was made; or, in one line, what of the system is missing. */
export type Made = { readonly file: string; readonly bytes: number } | { readonly missing: string };

/** All formats for no arguments. */
export function readFormats(args: readonly string[]): readonly Format[] | 'unknown' {
  if (args.length === 0) return FORMATS;
  const known = FORMATS.filter((format) => args.includes(format));
  return known.length === new Set(args).size ? known : 'unknown';
}

/** Packs the program's folder. Throws if a tool that is there fails. */
export async function makeFormat(format: Format, program: string, product: Product): Promise<Made> {
  const dist = path.join(root, 'dist');
  const done = (file: string): Made => ({ file, bytes: fs.statSync(file).size });
  switch (format) {
    case 'tar.gz':
      return done(writeArchive(program, product, dist));
    case 'deb':
      return has('dpkg-deb')
        ? done(await writeDeb(program, product, dist))
        : { missing: 'dpkg-deb (of dpkg) is missing' };
    case 'rpm':
      return has('rpmbuild')
        ? done(await writeRpm(program, product, dist))
        : { missing: 'rpmbuild (of rpm) is missing' };
    case 'AppImage':
      return writeAppImage(program, dist, done);
  }
}

/** In a folder named after the product and its version, owned by nobody in particular. */
function writeArchive(program: string, { name, version, arch }: Product, dist: string): string {
  const folder = `${name}-${version}-linux-${arch}`;
  const file = path.join(dist, `${folder}.tar.gz`);
  run('tar', [
    ...['--create', '--gzip', '--file', file, '--owner=0', '--group=0', '--sort=name'],
    ...['--directory', path.dirname(program), `--transform=s,^${path.basename(program)},${folder},S`],
    path.basename(program),
  ]);
  return file;
}

/** By electron-builder, which fetches AppImage's runtime. */
async function writeAppImage(program: string, dist: string, done: (file: string) => Made): Promise<Made> {
  const inDist = (): string[] => fs.readdirSync(dist).filter((name) => name.endsWith('.AppImage'));
  for (const old of inDist()) fs.rmSync(path.join(dist, old));
  const code = await buildFor(['--linux', 'AppImage', '--prepackaged', program]);
  const [file] = inDist();
  return code === 0 && file !== undefined
    ? done(path.join(dist, file))
    : { missing: 'the runtime of AppImage could not be fetched (see above)' };
}
