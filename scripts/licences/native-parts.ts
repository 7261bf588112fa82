import fs from 'node:fs';
import path from 'node:path';
import { sha256Of } from '../../electron/files/content-hash.ts';
import { dawnFolderName } from '../../electron/native/dawn-folder.ts';
import { readEngineFolder } from '../../electron/native/engine-folder.ts';
import { chromiumParts } from './chromium.ts';
import { apache, folderOf, npmPart } from './npm-part.ts';
import type { Part, ShippedFile } from './part.ts';

/** Where what is shipped beside the bundles lies; null: it is not at hand. */
export interface NativeFolders {
  /** The engine's folder, with engine.json. */
  readonly engine: string | null;
  /** An unpacked Electron runtime. */
  readonly electron: string | null;
  /** The Node that is shipped. */
  readonly node: string;
  /** Whether files are read to be told by their checksums, which takes some seconds. */
  readonly checksums: boolean;
}

/** Libraries and runtimes: what is not at hand is left out, what is at hand without its licence has an empty text (see faultOf). */
export const nativeParts = (folders: NativeFolders): Part[] => [
  ...(folders.electron === null ? [] : electronParts(folders.electron, folders.checksums)),
  ...(folders.engine === null ? [] : [tensorflowPart(folders.engine, folders.checksums)]),
  nodePart(folders),
  dawnPart(folders.checksums),
  ...sharpFolders().map(sharpPart),
];

function electronParts(folder: string, checksums: boolean): Part[] {
  const version = text(folder, 'version').trim().replace(/^v/, '');
  const credits = text(folder, 'LICENSES.chromium.html');
  const parts = credits === '' ? [] : chromiumParts(credits);
  const own = text(folder, 'LICENSE') || text(folder, 'LICENSE.electron.txt');
  const program = ['electron', 'electron.exe', path.join('Electron.app', 'Contents', 'MacOS', 'Electron')];
  const files = program.filter((file) => fs.existsSync(path.join(folder, file)));
  return [
    {
      name: 'Electron',
      version,
      group: 'native',
      licence: 'MIT',
      homepage: 'https://www.electronjs.org',
      text: own,
      purl: `pkg:github/electron/electron@v${version}`,
      files: checksums ? files.map((file) => shipped(folder, file)) : undefined,
    },
    {
      name: 'Chromium',
      version: checksums && files[0] !== undefined ? chromiumVersion(path.join(folder, files[0])) : null,
      group: 'native',
      licence: 'BSD-3-Clause',
      homepage: 'https://www.chromium.org',
      // Its own licence stands in its credits among those of its parts, which follow one by one.
      text: parts.find(({ name }) => name === 'The Chromium Project')?.text ?? '',
      purl: 'pkg:generic/chromium',
    },
    ...parts,
  ];
}

/** Chromium's version stands in its program, as part of what it tells servers of itself. */
function chromiumVersion(file: string): string | null {
  const mark = Buffer.from('Chrome/');
  const bytes = fs.readFileSync(file);
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    const [, version] = /^Chrome\/(\d+\.\d+\.\d+\.\d+)/.exec(bytes.toString('latin1', at, at + 40)) ?? [];
    if (version !== undefined) return version;
  }
  return null;
}

function tensorflowPart(folder: string, checksums: boolean): Part {
  const manifest = readEngineFolder(folder);
  const version = manifest?.tensorflow ?? null;
  const notices = text(path.join(folder, 'tensorflow'), 'THIRD_PARTY_NOTICES.txt');
  const addons = fs.readdirSync(path.join(folder, 'tensorflow')).filter((file) => file.endsWith('.node'));
  const files = [...(manifest?.files ?? []).map((file) => file.path), ...addons.map((file) => `tensorflow/${file}`)];
  return {
    name: 'TensorFlow',
    version,
    group: 'native',
    licence: 'Apache-2.0',
    homepage: 'https://www.tensorflow.org',
    text: notices === '' ? '' : `Copyright The TensorFlow Authors\n\n${apache()}\n\n${notices}`,
    purl: version === null ? null : `pkg:pypi/tensorflow-cpu@${version}`,
    files: checksums ? files.map((file) => shipped(folder, file)) : undefined,
  };
}

function nodePart({ node, checksums }: NativeFolders): Part {
  const folder = path.dirname(node);
  return {
    name: 'Node.js',
    version: process.versions.node,
    group: 'native',
    licence: 'MIT',
    homepage: 'https://nodejs.org',
    text: text(path.join(folder, '..'), 'LICENSE'),
    purl: `pkg:github/nodejs/node@v${process.versions.node}`,
    files: checksums ? [shipped(folder, path.basename(node))] : undefined,
  };
}

function dawnPart(checksums: boolean): Part {
  const part = npmPart(folderOf('webgpu'), 'native');
  const folder = path.join(folderOf('webgpu'), 'dist', dawnFolderName());
  const files = checksums && fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const also =
    'Dawn contains Abseil, SPIRV-Headers, SPIRV-Tools, Vulkan-Headers and Vulkan-Utility-Libraries under this licence:';
  return {
    ...part,
    name: 'Dawn (webgpu)',
    licence: 'BSD-3-Clause AND Apache-2.0',
    text: part.text && `${part.text}\n\n${also}\n\n${apache()}`,
    files: files.map((file) => shipped(folder, file)),
  };
}

/** sharp and what it requires, as scripts/package/payload.ts copies it. */
export function sharpFolders(): string[] {
  const open = ['sharp'];
  const found = new Map<string, string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const folder = folderOf(name);
    if (found.has(name) || !fs.existsSync(folder)) continue;
    found.set(name, folder);
    const needs = JSON.parse(text(folder, 'package.json')) as Record<string, object>;
    open.push(...Object.keys({ ...needs['dependencies'], ...needs['optionalDependencies'] }));
  }
  return [...found.values()];
}

/** libvips' package has a table of its libraries' licences, and no texts. */
function sharpPart(folder: string): Part {
  const part = npmPart(folder, 'native');
  if (!/sharp-libvips/.test(part.name)) return part;
  const own = (name: string): string => text(path.join(import.meta.dirname, 'texts'), `${name}.txt`);
  const table = /## Licensing([^]*)/.exec(text(folder, 'README.md'))?.[1]?.trim() ?? '';
  return { ...part, text: table && [table, own('LGPL-3.0'), own('GPL-3.0'), own('MPL-1.1')].join('\n\n\n') };
}

const shipped = (folder: string, file: string): ShippedFile => ({
  path: file.split(path.sep).join('/'),
  sha256: sha256Of(fs.readFileSync(path.join(folder, file))),
});

function text(folder: string, file: string): string {
  const place = path.join(folder, file);
  return fs.existsSync(place) ? fs.readFileSync(place, 'utf8').trim() : '';
}
