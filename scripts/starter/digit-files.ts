import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { encodeIdxImages, encodeIdxLabels, parseIdxHeader } from '../../shared/data/idx.ts';
import type { Digits } from './hands.ts';

/** MNIST's own files in a folder; their SHA-256 is checked by the studio, which trains on them, too. */
export function readMnist(folder: string, split: 'train' | 't10k'): Digits {
  const read = (name: string): Uint8Array => {
    const bytes = Uint8Array.from(gunzipSync(readFileSync(path.join(folder, `${split}-${name}-ubyte.gz`))));
    const header = parseIdxHeader(bytes);
    if (header === null) throw new Error(`${split}-${name}-ubyte.gz is no IDX file`);
    return bytes.subarray(header.start);
  };
  return { images: read('images-idx3'), labels: read('labels-idx1') };
}

/** One split as IDX files. */
export function writeIdx(folder: string, split: string, { images, labels }: Digits): void {
  writeFileSync(path.join(folder, `${split}-images-idx3-ubyte`), encodeIdxImages(images));
  writeFileSync(path.join(folder, `${split}-labels-idx1-ubyte`), encodeIdxLabels(labels));
}
