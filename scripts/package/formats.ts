import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import { has, makeWhole, run } from '../lib/tool.ts';
import { buildQuietly } from './builder.ts';
import { writeDeb } from './deb.ts';
import type { Product } from './product.ts';
import { writeRpm } from './rpm.ts';
import { layTree } from './tree.ts';

/** What a Linux package can be. */
export const FORMATS = ['tar.gz', 'deb', 'rpm', 'AppImage'] as const;
export type Format = (typeof FORMATS)[number];

/** What is packed. */
export interface Packed {
  /** The program's folder, as electron-builder made it. */
  readonly program: string;
  readonly product: Product;
  /** What names the Electron runtime to electron-builder. */
  readonly runtime: readonly string[];
}

/** In one line, why there is no file. */
interface Problem {
  readonly problem: string;
}

/** The file that was made, or why there is none. */
type Outcome = { readonly file: string; readonly bytes: number } | Problem;
export type Made = { readonly format: Format } & Outcome;

/** All formats for no arguments. */
export function readFormats(args: readonly string[]): readonly Format[] | 'unknown' {
  if (args.length === 0) return FORMATS;
  const known = FORMATS.filter((format) => args.includes(format));
  return known.length === new Set(args).size ? known : 'unknown';
}

/** Packs the program's folder, one format after the other. deb and rpm hold one and the same tree, which is laid once. */
export async function* makeFormats(formats: readonly Format[], packed: Packed): AsyncGenerator<Made> {
  const dist = path.join(root, 'dist');
  const tree = path.join(dist, 'tree');
  let laid: Promise<void> | null = null;
  const layOnce = async (): Promise<string> => {
    await (laid ??= layTree(tree, packed.program, packed.product));
    return tree;
  };
  for (const format of formats) yield { format, ...(await makeFormat(format, packed, dist, layOnce)) };
  fs.rmSync(tree, { recursive: true, force: true });
}

async function makeFormat(format: Format, packed: Packed, dist: string, tree: () => Promise<string>): Promise<Outcome> {
  try {
    const made = await fileOf(format, packed, dist, tree);
    return typeof made === 'string' ? { file: made, bytes: fs.statSync(made).size } : made;
  } catch (thrown) {
    return { problem: (thrown as Error).message.split('\n')[0]! };
  }
}

/** The file of a format; what of the system is missing for it; or it throws when a tool that is there fails. */
async function fileOf(
  format: Format,
  packed: Packed,
  dist: string,
  tree: () => Promise<string>,
): Promise<string | Problem> {
  switch (format) {
    case 'tar.gz':
      return writeArchive(packed, dist);
    case 'deb':
      return has('dpkg-deb')
        ? writeDeb(await tree(), packed.product, dist)
        : { problem: 'dpkg-deb (of dpkg) is missing' };
    case 'rpm':
      return has('rpmbuild')
        ? writeRpm(await tree(), packed.product, dist)
        : { problem: 'rpmbuild (of rpm) is missing' };
    case 'AppImage':
      return writeAppImage(packed, dist);
  }
}

/** In a folder named after the product and its version, owned by nobody in particular. */
function writeArchive({ program, product: { name, version, arch } }: Packed, dist: string): string {
  const folder = `${name}-${version}-linux-${arch}`;
  return makeWhole(path.join(dist, `${folder}.tar.gz`), (part) =>
    run('tar', [
      ...['--create', '--gzip', '--file', part, '--owner=0', '--group=0', '--sort=name'],
      ...['--directory', path.dirname(program), `--transform=s,^${path.basename(program)},${folder},S`],
      path.basename(program),
    ]),
  );
}

/** By electron-builder, which fetches AppImage's runtime. */
async function writeAppImage({ program, runtime }: Packed, dist: string): Promise<string | Problem> {
  const inDist = (): string[] => fs.readdirSync(dist).filter((name) => name.endsWith('.AppImage'));
  for (const old of inDist()) fs.rmSync(path.join(dist, old));
  const problem = await buildQuietly(['--linux', 'AppImage', '--prepackaged', program], runtime);
  const [file] = inDist();
  if (problem === null && file !== undefined) return path.join(dist, file);
  return {
    problem: `electron-builder, which fetches its runtime, could not make it: ${problem ?? 'there is no file'}`,
  };
}
