import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { Staged } from '../../shared/contract/schemas/import.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import type { ReadPicture } from '../formats/found-set.ts';
import { decodePicture } from '../formats/pictures.ts';
import { stage } from '../formats/stage/stage.ts';
import { telling, type Progress } from './telling.ts';

/** `data.stage`: see shared/contract/reader.ts. */
export async function stageData(
  request: ParsedInput<ReaderCalls, 'data.stage'>,
  tell: (progress: Progress) => void,
): Promise<Staged> {
  return telling(tell, (onProgress) => stage(request, { readPicture, onProgress }));
}

const readPicture: ReadPicture = async (bytes, file) => {
  const { width, height, channels, pixels } = await decodePicture(bytes, file);
  return { width, height, grey: luminance(pixels, channels) };
};
