import path from 'node:path';
import type { Staged } from '../../../../shared/contract/schemas/import.ts';
import { labelsFromBytes } from '../../../../shared/data/label-bytes.ts';
import { BLANK, STAGE_FILES } from '../../../formats/stage/stage-files.ts';
import { AppError } from '../../../../shared/contract/errors.ts';
import { fileAccess } from '../../../formats/tree/random-access.ts';
import { storageError } from '../../../files/atomic-write.ts';
import { readWhole } from '../../../files/read-whole.ts';

/** What was staged of each image beside its pixels. */
export interface StagedItems {
  readonly labels: Uint16Array;
  /** 0 whole, 1 training, 2 test: see PARTS. */
  readonly parts: Uint8Array;
  readonly blank: Uint8Array;
  readonly hashes: Float64Array;
}

export async function readItems(folder: string): Promise<StagedItems> {
  const [labels, parts, hashes] = await Promise.all(
    [STAGE_FILES.labels, STAGE_FILES.parts, STAGE_FILES.hashes].map((name) =>
      readWhole(path.join(folder, name)).catch((error: unknown) => {
        throw storageError(error, folder);
      }),
    ),
  );
  return {
    labels: labelsFromBytes(labels!),
    parts: parts!.map((part) => part & ~BLANK),
    blank: parts!.map((part) => Number((part & BLANK) !== 0)),
    hashes: new Float64Array(Uint8Array.from(hashes!).buffer),
  };
}

/** Some images by their places, one after the other: places.length x height x width bytes. */
export async function readImages(
  folder: string,
  { height, width }: Pick<Staged, 'height' | 'width'>,
  places: ArrayLike<number>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = height * width;
  const images = new Uint8Array(places.length * bytes);
  const file = path.join(folder, STAGE_FILES.images);
  try {
    const source = await fileAccess(file);
    try {
      for (let i = 0; i < places.length; i++) {
        const image = await source.read(places[i]! * bytes, bytes);
        if (image.length < bytes) throw new AppError('inspection-gone');
        images.set(image, i * bytes);
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    throw storageError(error, file);
  }
  return images;
}
