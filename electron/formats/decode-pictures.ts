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

const TOO_LARGE: readonly string[] = ['image-too-large', 'data-too-large'];

/** Decodes pictures in their order. One that cannot be read is told as skipped; the others go on. Throws why the first could not where none could. */
export async function* decodePictures(
  pictures: AsyncIterable<Packed> | Iterable<Packed>,
  readPicture: ReadPicture,
  { onSkipped }: SampleOptions,
): AsyncGenerator<Samples> {
  let first: AppError | null = null;
  let read = 0;
  const decode = async ({ file, label, split, bytes }: Packed): Promise<Samples | null> => {
    try {
      const { grey, height, width } = await readPicture(await bytes(), file);
      return { size: { height, width }, images: grey, labels: [label], split };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      first ??= error;
      onSkipped({ file, reason: TOO_LARGE.includes(error.code) ? 'too-large' : 'damaged' });
      return null;
    }
  };
  const going: Promise<Samples | null>[] = [];
  for await (const picture of pictures) {
    const work = decode(picture);
    // Awaited in turn below; a failure before that must not count as unhandled.
    work.catch(() => undefined);
    if (going.push(work) < TOGETHER) continue;
    const done = await going.shift()!;
    if (done) {
      read++;
      yield done;
    }
  }
  for (const work of going) {
    const done = await work;
    if (done) {
      read++;
      yield done;
    }
  }
  if (read === 0 && first) throw first;
}
