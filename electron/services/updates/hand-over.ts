import type { HandOver } from '../../../shared/contract/schemas/update.ts';
import { shellWord } from '../../../shared/words/shell-word.ts';
import type { ReleaseFile } from './feed.ts';

/** How a file of a format is installed. */
export function handOverOf(format: ReleaseFile['format'], file: string): HandOver {
  switch (format) {
    case 'deb':
      return { how: 'package', command: `sudo apt install ${shellWord(file, 'linux')}` };
    case 'rpm':
      return { how: 'package', command: `sudo dnf install ${shellWord(file, 'linux')}` };
    case 'AppImage':
      return { how: 'restart' };
    case 'nsis':
      return { how: 'setup' };
    case 'zip':
      return { how: 'folder' };
  }
}
