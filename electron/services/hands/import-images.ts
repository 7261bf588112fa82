import { basename } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { HAND_LIMITS, type NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { Mend } from '../../../shared/contract/schemas/import.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { isSample } from '../../../shared/ink/is-sample.ts';
import { createReframer } from '../../../shared/ink/reframe.ts';
import type { Importer } from '../datasets/import/importer.ts';
import type { MendedSample } from '../datasets/import/mended-samples.ts';

export interface ReadImages {
  readonly drawings: NewSample[];
  /** Blank images, and files that were not read. */
  readonly skipped: number;
  readonly mends: readonly Mend[];
}

/**
 * The labelled images of a file, folder or archive (IDX, pictures in folders, and whatever else a data set is read from) as drawings
 * without strokes, in the frame: one that is such an image already stays as it is, the ink of others is fitted. `sign`: its pictures
 * alone are taken, and all are of this sign. Throws what
 * `Importer.samplesOf` throws, `hand-full` {most} for more than any hand holds, and `no-ink` {file} if all are blank.
 */
export function readImages(
  imports: Pick<Importer, 'samplesOf'>,
  path: string,
  frame: Frame,
  sign?: string,
): Promise<ReadImages> {
  return imports.samplesOf(
    path,
    { ticket: 'hand-import', framing: frame.framing, label: sign },
    async ({ count, samples, skipped, mends }) => {
      if (count > HAND_LIMITS.drawings) throw new AppError('hand-full', { most: HAND_LIMITS.drawings });
      const drawings: NewSample[] = [];
      let blank = 0;
      for await (const sample of samples) {
        const image = sample.blank ? null : inFrame(sample, frame);
        if (image) drawings.push({ label: sample.label, image });
        else blank++;
      }
      if (drawings.length === 0) throw new AppError('no-ink', { file: basename(path) });
      return { drawings, skipped: blank + skipped.length, mends };
    },
  );
}

/** Null: its ink is too faint to be seen. */
function inFrame({ image, height, width }: MendedSample, frame: Frame): Uint8Array<ArrayBuffer> | null {
  const isFramed = height === frame.height && width === frame.width && isSample(image, frame);
  const framed = isFramed ? image : createReframer({ height, width }, frame)(image);
  return framed.some((level) => level > 0) ? new Uint8Array(framed) : null;
}
