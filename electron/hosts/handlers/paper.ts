import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { paperCalls } from '../../../shared/contract/calls/paper.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { ServiceSet } from '../service-set.ts';

/** Sheets to write on. The reader process does the work: fonts and photographs are files from outside. */
export function paperHandlers({ reader }: ServiceSet, files: FileHandles): Handlers<typeof paperCalls> {
  return {
    'paper.sheet': (wish, { signal }) =>
      reader.call('sheet.write', { ...wish, id: randomBytes(4).toString('hex') }, { signal }),
    'paper.read': async ({ handle, hand }, { signal }) => {
      const path = files.path(handle);
      const reading = await reader.call('sheet.read', { path, name: basename(path) }, { signal });
      const isOthers = hand != null && reading.sheet.hand !== null && reading.sheet.hand !== hand;
      if (isOthers) throw new AppError('sheet-other-hand', { file: basename(path) });
      return reading;
    },
  };
}
