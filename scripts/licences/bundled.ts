import fs from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.ts';

/** What a bundler tells of a chunk, as far as it is asked here. */
interface Chunk {
  readonly type: string;
  readonly modules?: Readonly<Record<string, { readonly renderedLength: number }>>;
  /** Of a file that is taken as it is, a font say: where it came from, seen from the bundler's own root. */
  readonly originalFileNames?: readonly string[];
}

export interface BundledPackages {
  /** Folders of the packages that code came from. */
  readonly folders: ReadonlySet<string>;
  /** For rolldown or vite: writes down what is in a bundle when it is generated. */
  plugin(): { name: string; generateBundle(options: unknown, bundle: Readonly<Record<string, Chunk>>): void };
}

/** Hears from the bundlers which packages of npm's are really in what they make. Styles count, as they are modules too, and so do the window's fonts and pictures. */
export function listBundled(): BundledPackages {
  const folders = new Set<string>();
  return {
    folders,
    plugin: () => ({
      name: 'list-bundled-packages',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          for (const [id, { renderedLength }] of Object.entries(chunk.modules ?? {})) {
            const folder = renderedLength > 0 || /\.css(\?|$)/.test(id) ? packageFolder(id) : null;
            if (folder !== null) folders.add(folder);
          }
          for (const name of chunk.originalFileNames ?? []) {
            const folder = packageFolder(path.resolve(root, 'renderer', name));
            if (folder !== null) folders.add(folder);
          }
        }
      },
    }),
  };
}

/** The folder of the package that a module belongs to; null if it is of none, or made up by the bundler. */
export function packageFolder(id: string): string | null {
  const file = id.replace(/^\0+/, '').replace(/\?.*$/, '').split(path.sep).join('/');
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder !== undefined && fs.existsSync(path.join(folder, 'package.json')) ? path.normalize(folder) : null;
}
