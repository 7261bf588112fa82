import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { SheetReading } from '../../shared/contract/schemas/paper.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { readSheet } from '../../shared/paper/read-sheet.ts';
import { countScans, decodeScan } from '../formats/scans.ts';
import { scanBytes } from './scan-bytes.ts';

/** `sheet.parts`: see shared/contract/reader.ts. */
export async function countSheetParts({ path, name, most }: ParsedInput<ReaderCalls, 'sheet.parts'>): Promise<number> {
  return countScans(await scanBytes(path, name), name, most);
}

/** `sheet.read`: see shared/contract/reader.ts. */
export async function readSheetFile({
  path,
  name,
  part,
}: ParsedInput<ReaderCalls, 'sheet.read'>): Promise<SheetReading> {
  const bytes = await scanBytes(path, name);
  const { width, height, channels, pixels } = await decodeScan(bytes, name, part);
  return readSheet({ levels: luminance(pixels, channels), width, height }, name);
}
