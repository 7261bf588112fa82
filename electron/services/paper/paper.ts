import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { HandId } from '../../../shared/contract/schemas/hand.ts';
import type { SheetFile, SheetReading, SheetWish } from '../../../shared/contract/schemas/paper.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';

/** A thousand signs are drawn in some seconds, on a busy machine in a minute or more. Milliseconds. */
const PATIENCE = 300_000;

/** A sheet to print, with an id of its own. Throws `sheet-too-long` {pages, limit}, and what the reader's end throws. */
export const makeSheet = (
  reader: Pick<ReaderLink, 'call'>,
  wish: SheetWish,
  signal?: CancelSignal,
): Promise<SheetFile> =>
  reader.call('sheet.write', { ...wish, id: randomBytes(4).toString('hex') }, { signal, patience: PATIENCE });

/** How many pictures of pages a file has. Throws what `paper.parts` says. */
export const countPartsAt = (reader: Pick<ReaderLink, 'call'>, path: string, signal?: CancelSignal): Promise<number> =>
  reader.call('sheet.parts', { path, name: basename(path) }, { signal });

/**
 * What a picture of a page shows, the `part`-th of a file from 0. With `hand`, only of a page that was printed for it or for nobody: `sheet-other-hand` {file}.
 * Throws what `paper.read` says.
 */
export async function readSheetAt(
  reader: Pick<ReaderLink, 'call'>,
  path: string,
  { hand, part }: { readonly hand: HandId | null; readonly part: number },
  signal?: CancelSignal,
): Promise<SheetReading> {
  const name = basename(path);
  const reading = await reader.call('sheet.read', { path, name, part }, { signal });
  const isOthers = hand !== null && reading.sheet.hand !== null && reading.sheet.hand !== hand;
  if (isOthers) throw new AppError('sheet-other-hand', { file: name });
  return reading;
}
