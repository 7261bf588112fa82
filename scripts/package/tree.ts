import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { root } from '../lib/root.ts';
import { mimeTypes, withMimeTypes } from './file-types.ts';
import { manPage } from './man-page.ts';
import type { Product } from './product.ts';

/** Where the program lies once it is installed. */
export const HOME = '/opt/inkstone';

/** Sides of the icons, in pixels, that desktops ask for. */
const ICONS = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/**
 * Lays the files of a system package below `target` as they are to lie below /: the program, its commands on the PATH, man page, desktop
 * entry, file types, icons, metadata and licences. The program's files are hard links where that can be.
 */
export async function layTree(target: string, program: string, product: Product): Promise<void> {
  const at = (...parts: string[]): string => {
    const file = path.join(target, ...parts);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  const own = (file: string): string => path.join(root, 'resources', 'linux', file);
  fs.rmSync(target, { recursive: true, force: true });
  execFileSync('cp', ['-al', program, at(HOME)]);
  // Set for its owner, root: where users may make no namespaces of their own the sandbox needs it. A file of its own: the mode of a
  // link is that of the program's, which the other formats have.
  const sandbox = path.join(target, HOME, 'chrome-sandbox');
  fs.rmSync(sandbox);
  fs.copyFileSync(path.join(program, 'chrome-sandbox'), sandbox);
  fs.chmodSync(sandbox, 0o4755);
  fs.symlinkSync(`${HOME}/resources/inkstone`, at('usr/bin/inkstone'));
  fs.symlinkSync(`${HOME}/inkstone-studio`, at('usr/bin/inkstone-studio'));
  const entry = fs.readFileSync(own('studio.inkstone.Inkstone.desktop'), 'utf8');
  fs.writeFileSync(at('usr/share/applications/studio.inkstone.Inkstone.desktop'), withMimeTypes(entry));
  fs.writeFileSync(at('usr/share/mime/packages/studio.inkstone.Inkstone.xml'), mimeTypes());
  fs.copyFileSync(
    own('studio.inkstone.Inkstone.metainfo.xml'),
    at('usr/share/metainfo/studio.inkstone.Inkstone.metainfo.xml'),
  );
  fs.writeFileSync(at('usr/share/man/man1/inkstone.1.gz'), gzipSync(manPage(product), { level: 9 }));
  // Debian's place for licences: ours, and those of all that is in the package.
  fs.copyFileSync(path.join(program, 'LICENSES.txt'), at('usr/share/doc/inkstone/copyright'));
  const icon = path.join(root, 'resources', 'icons', 'icon.png');
  for (const side of ICONS)
    await sharp(icon)
      .resize(side, side)
      .png()
      .toFile(at(`usr/share/icons/hicolor/${side}x${side}/apps/inkstone.png`));
}
