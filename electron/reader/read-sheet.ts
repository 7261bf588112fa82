import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { SheetReading } from '../../shared/contract/schemas/paper.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { readSheet } from '../../shared/paper/read-sheet.ts';
import { decodePicture } from '../formats/pictures.ts';
import { readWholeFile } from '../formats/whole-file.ts';
import { FILE_LIMIT } from './read-picture.ts';

/** `sheet.read`: see shared/contract/reader.ts. */
export async function readSheetFile({ path, name }: ParsedInput<ReaderCalls, 'sheet.read'>): Promise<SheetReading> {
  const { width, height, channels, pixels } = await decodePicture(await readWholeFile(path, name, FILE_LIMIT), name);
  return readSheet({ levels: luminance(pixels, channels), width, height }, name);
}
