import { AppError } from '../../shared/contract/errors.ts';
import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { PictureSteps } from '../../shared/contract/schemas/picture.ts';
import { pictureSteps } from '../../shared/ink/from-grey.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { decodePicture } from '../formats/pictures.ts';
import { readWholeFile } from '../formats/whole-file.ts';

/** A picture file of more bytes is refused, in millions. */
export const FILE_LIMIT = 256;

/** `picture.read`: see shared/contract/reader.ts. */
export async function readPicture({
  path,
  name,
  frame,
}: ParsedInput<ReaderCalls, 'picture.read'>): Promise<PictureSteps> {
  const { width, height, channels, pixels } = await decodePicture(await readWholeFile(path, name, FILE_LIMIT), name);
  const steps = pictureSteps(luminance(pixels, channels), width, height, frame);
  if (!steps) throw new AppError('no-ink', { file: name });
  return steps;
}
