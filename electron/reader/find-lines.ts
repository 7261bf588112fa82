import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { linesInPicture } from '../../shared/reading/lines-in-picture.ts';
import { decodeScan } from '../formats/scans.ts';
import { scanBytes } from './scan-bytes.ts';

/** `lines.find`: see shared/contract/reader.ts. */
export async function findLinesInFile({
  path,
  name,
  part,
  single,
  looks,
  quarters,
}: ParsedInput<ReaderCalls, 'lines.find'>): Promise<CallOutput<ReaderCalls, 'lines.find'>> {
  const bytes = await scanBytes(path, name);
  const { width, height, channels, pixels } = await decodeScan(bytes, name, part);
  const begun = performance.now();
  const found = linesInPicture({ levels: luminance(pixels, channels), width, height }, { single, looks, quarters });
  return {
    size: quarters % 2 === 0 ? { width, height } : { width: height, height: width },
    lines: [...found.lines],
    cleaning: found.cleaning,
    looks: [...found.looks],
    milliseconds: performance.now() - begun,
  };
}
