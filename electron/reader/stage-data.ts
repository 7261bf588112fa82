import type { EventPayload, ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls, ReaderEvents } from '../../shared/contract/reader.ts';
import type { Staged } from '../../shared/contract/schemas/import.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import type { ReadPicture } from '../formats/found-set.ts';
import { decodePicture } from '../formats/pictures.ts';
import { stage } from '../formats/stage/stage.ts';

type Progress = EventPayload<ReaderEvents, 'data.progress'>;

/** Milliseconds between two progress events. */
const TELL_EVERY = 1000;

/** `data.stage`: see shared/contract/reader.ts. */
export async function stageData(
  request: ParsedInput<ReaderCalls, 'data.stage'>,
  tell: (progress: Progress) => void,
): Promise<Staged> {
  let progress: Progress = { done: 0, total: null };
  const timer = setInterval(() => tell(progress), TELL_EVERY);
  try {
    return await stage(request, { readPicture, onProgress: (now) => (progress = now) });
  } finally {
    clearInterval(timer);
  }
}

const readPicture: ReadPicture = async (bytes, file) => {
  const { width, height, channels, pixels } = await decodePicture(bytes, file);
  return { width, height, grey: luminance(pixels, channels) };
};
