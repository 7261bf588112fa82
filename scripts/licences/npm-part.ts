import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';
import type { Part } from './part.ts';

const TEXT_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly homepage?: unknown;
}

/** Packages whose package.json says another thing than their licence's text, or no SPDX expression. */
const LICENCES: Readonly<Record<string, string>> = {
  '@embedpdf/pdfium': 'MIT AND BSD-3-Clause AND Apache-2.0',
  h5wasm: 'LicenseRef-NIST-HDF5',
  // Eigen, which is in it unchanged, is under Mozilla's.
  'onnxruntime-web': 'MIT AND BSD-3-Clause AND Apache-2.0 AND MPL-2.0',
  'umap-js': 'Apache-2.0',
};

/** Packages with other people's parts in them, whose texts they do not bring: files in texts/. */
const PARTS: Readonly<Record<string, string>> = {
  '@embedpdf/pdfium': 'PDFium.txt',
  'onnxruntime-web': 'ONNXRuntime.txt',
};

/** Packages that bring no text: where it stands instead. */
const TEXTS: Readonly<Record<string, (folder: string) => string>> = {
  // Of one author with the package whose text this is.
  '@polka/url': () => ownTexts(folderOf('totalist')),
  sirv: () => ownTexts(folderOf('totalist')),
  'onnxruntime-common': () => mit('Microsoft Corporation'),
  'onnxruntime-web': () => mit('Microsoft Corporation'),
  seedrandom: (folder) => /^\/\*([^]*?)\*\//.exec(read(folder, 'seedrandom.js'))?.[1]?.trim() ?? '',
  tr46: () => mit('Sebastian Mayr'),
};

/**
 * A package of npm's from the folder that it lies in. A text that is missing is empty, a licence that is not told is null: see
 * faultOf.
 */
export function npmPart(folder: string, group: Part['group'] = 'program'): Part {
  const { name, version, license, homepage } = JSON.parse(read(folder, 'package.json')) as PackageFile;
  const told = typeof license === 'string' ? license.replace(/^\((.*)\)$/, '$1') : null;
  const licence = LICENCES[name] ?? told;
  return {
    name,
    version,
    group,
    licence,
    homepage: typeof homepage === 'string' ? homepage : `https://www.npmjs.com/package/${name}`,
    text: withParts(completed(ownTexts(folder) || (TEXTS[name]?.(folder) ?? ''), name, licence), name),
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    sha512: checksum(folder),
  };
}

/** All that a package says of licences, one file after the other. */
function ownTexts(folder: string): string {
  const files = fs.readdirSync(folder).filter((file) => TEXT_FILE.test(file));
  return files
    .sort()
    .map((file) => read(folder, file).trim())
    .join('\n\n');
}

/** What a package leaves to be looked up elsewhere: TensorFlow.js brings no text at all, others name Apache's licence alone. */
function completed(own: string, name: string, licence: string | null): string {
  if (!licence?.includes('Apache-2.0') || /terms and conditions for use/i.test(own)) return own;
  if (!name.startsWith('@tensorflow/')) return own && `${own}\n\n${apache()}`;
  const also = licence.includes('MIT') ? `\n\n${mit('2015 - 2019 François Chollet, and other contributors')}` : '';
  return `Copyright Google LLC\n\n${apache()}${also}`;
}

const withParts = (own: string, name: string): string =>
  own && PARTS[name] !== undefined ? `${own}\n\n${read(path.join(import.meta.dirname, 'texts'), PARTS[name])}` : own;

export const apache = (): string => read(path.join(root, 'electron', 'native', 'include'), 'LICENSE').trim();

const mit = (holder: string): string =>
  read(root, 'LICENSE')
    .replace(/^Copyright.*$/m, `Copyright (c) ${holder}`)
    .trim();

export const folderOf = (name: string): string => path.join(root, 'node_modules', ...name.split('/'));

const read = (folder: string, file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');

let lock: Readonly<Record<string, { integrity?: string }>> | null = null;

/** What the lock file says of the package that lies in a folder. */
function checksum(folder: string): string | undefined {
  lock ??= (JSON.parse(read(root, 'package-lock.json')) as { packages: NonNullable<typeof lock> }).packages;
  const [, base64] =
    /^sha512-(.+)$/.exec(lock[path.relative(root, folder).split(path.sep).join('/')]?.integrity ?? '') ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}
