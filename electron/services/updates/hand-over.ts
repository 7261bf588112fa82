import type { HandOver } from '../../../shared/contract/schemas/update.ts';
import type { ReleaseFile } from './feed.ts';

/** How a file of a format is installed. */
export function handOverOf(format: ReleaseFile['format'], file: string): HandOver {
  switch (format) {
    case 'deb':
      return { how: 'package', command: `sudo apt install ${quoted(file)}` };
    case 'rpm':
      return { how: 'package', command: `sudo dnf install ${quoted(file)}` };
    case 'AppImage':
      return { how: 'restart' };
    case 'nsis':
      return { how: 'setup' };
    case 'zip':
      return { how: 'folder' };
  }
}

/** As a shell takes it for one word, whatever is in it. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
