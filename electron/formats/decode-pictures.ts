import { AppError } from '../../shared/contract/errors.ts';
import type { ReadPicture, SampleOptions, Samples, SplitName } from './found-set.ts';

/** A picture that is still packed. */
export interface Packed {
  /** For errors and the list of what was skipped. */
  readonly file: string;
  readonly label: number | string;
  readonly split: SplitName | null;
  bytes(): Promise<Uint8Array>;
}

/** Pictures that are read and decoded at the same time: the decoder works on threads of its own. */
const TOGETHER = 8;

interface Unreadable {
  readonly file: string;
  readonly error: AppError;
}

const TOO_LARGE: readonly string[] = ['image-too-large', 'data-too-large'];

/** Decodes pictures in their order. One that cannot be read is told as skipped; the others go on. Throws why the first could not where none could. */
export async function* decodePictures(
  pictures: AsyncIterable<Packed> | Iterable<Packed>,
  readPicture: ReadPicture,
  { onSkipped }: SampleOptions,
): AsyncGenerator<Samples> {
  let first: AppError | null = null;
  let read = 0;
  const decode = async ({ file, label, split, bytes }: Packed): Promise<Samples | Unreadable> => {
    try {
      const { grey, height, width } = await readPicture(await bytes(), file);
      return { size: { height, width }, images: grey, labels: [label], split };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { file, error };
    }
  };
  const going: Promise<Samples | Unreadable>[] = [];
  /** Skips what could not be read, in the pictures' order: whichever was done first says nothing. */
  async function* next(): AsyncGenerator<Samples> {
    const done = await going.shift()!;
    if ('error' in done) {
      first ??= done.error;
      onSkipped({ file: done.file, reason: TOO_LARGE.includes(done.error.code) ? 'too-large' : 'damaged' });
    } else {
      read++;
      yield done;
    }
  }
  for await (const picture of pictures) {
    const work = decode(picture);
    // Awaited in turn; a failure before that must not count as unhandled.
    work.catch(() => undefined);
    if (going.push(work) === TOGETHER) yield* next();
  }
  while (going.length > 0) yield* next();
  if (read === 0 && first) throw first as AppError;
}
