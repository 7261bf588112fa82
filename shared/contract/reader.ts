import { z } from 'zod';
import { call } from './define.ts';
import { pictureStepsSchema } from './schemas/picture.ts';
import { frameSchema } from './schemas/task.ts';

/**
 * What a host asks of the reader: a process of its own for files from outside, which may die of them without harm to
 * anything else. It trusts paths: only a host speaks to it. Errors name the file by `name`, as its user knows it.
 */
export const readerCalls = {
  /**
   * A picture file of one sign, of any kind that is read (see electron/formats/pictures.ts), on its way into a frame. Throws
   * what `decodePicture` and `readWholeFile` throw, and `no-ink` {file}.
   */
  'picture.read': call(z.object({ path: z.string(), name: z.string(), frame: frameSchema }), pictureStepsSchema),
} as const;

export const readerEvents = {} as const;

export type ReaderCalls = typeof readerCalls;
export type ReaderEvents = typeof readerEvents;
