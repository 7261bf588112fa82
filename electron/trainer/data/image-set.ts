import { promises as fs } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { AppError } from '../../../shared/contract/errors.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { Batch } from '../step.ts';
import { boolAttr, executeOne, FLOAT, INT32, intAttr, typeAttr, UINT8, uint8Tensor } from '../ops/native.ts';

const SIDE = 28;
const IMAGE_BYTES = SIDE * SIDE;

const gatherAttributes = [
  typeAttr('Tparams', UINT8),
  typeAttr('Tindices', INT32),
  typeAttr('Taxis', INT32),
  intAttr('batch_dims', 0),
];
const castTo = (type: typeof FLOAT | typeof INT32) => [
  typeAttr('SrcT', UINT8),
  typeAttr('DstT', type),
  boolAttr('Truncate', false),
];

/** Bytes [n, 28, 28, 1], 0 to 255, as floats in [0, 1]. */
const toFloat = (bytes: Tensor): Tensor => tf.mul(executeOne('Cast', castTo(FLOAT), [bytes]), 1 / 255);

/** Images and labels as bytes, held by TensorFlow: a batch is gathered and made float there. */
export class ImageSet {
  readonly count: number;
  readonly labels: Uint8Array;
  private readonly images: Uint8Array;
  private readonly imageTensor: Tensor;
  private readonly labelTensor: Tensor;

  /** `images` is count x 784, 0 paper to 255 ink. Both arrays are shared, not copied: leave them as they are. */
  constructor(images: Uint8Array, labels: Uint8Array) {
    this.count = labels.length;
    this.labels = labels;
    this.images = images;
    this.imageTensor = tf.keep(uint8Tensor(images, [this.count, SIDE, SIDE, 1]));
    this.labelTensor = tf.keep(uint8Tensor(labels, [this.count]));
  }

  /**
   * Images [n, 28, 28, 1] as floats in [0, 1] and labels [n] as int32. `change` may give other bytes for the images
   * first. The caller disposes of both.
   */
  batch(indices: Int32Array, change?: (images: Uint8Array) => Uint8Array): Batch {
    const [images, labels] = tf.tidy(() => {
      const [at, axis] = [tf.tensor1d(indices, 'int32'), tf.scalar(0, 'int32')];
      const take = (from: Tensor) => executeOne('GatherV2', gatherAttributes, [from, at, axis]);
      const bytes = change
        ? uint8Tensor(change(this.bytes(indices)), [indices.length, SIDE, SIDE, 1])
        : take(this.imageTensor);
      return [toFloat(bytes), executeOne('Cast', castTo(INT32), [take(this.labelTensor)])];
    });
    return { images: images!, labels: labels!, size: indices.length };
  }

  dispose(): void {
    this.imageTensor.dispose();
    this.labelTensor.dispose();
  }

  private bytes(indices: Int32Array): Uint8Array {
    const bytes = new Uint8Array(indices.length * IMAGE_BYTES);
    indices.forEach((index, i) => {
      bytes.set(this.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES);
    });
    return bytes;
  }
}

/**
 * Reads one split of data sets in the cache format (raw bytes, count x 784 and count), put together in order.
 * Throws `file-torn` {path} when images and labels do not fit each other, `storage-failed` or `storage-denied`.
 */
export async function readImageSet(files: readonly DataFiles[], split: 'train' | 'test'): Promise<ImageSet> {
  const parts = await Promise.all(
    files.map(async (set) => {
      const imagesFile = split === 'train' ? set.trainImages : set.testImages;
      const labelsFile = split === 'train' ? set.trainLabels : set.testLabels;
      const [images, labels] = await Promise.all([readBytes(imagesFile), readBytes(labelsFile)]);
      if (images.length !== labels.length * IMAGE_BYTES) throw new AppError('file-torn', { path: imagesFile });
      if (labels.some((label) => label > 9)) throw new AppError('file-torn', { path: labelsFile });
      return { images, labels };
    }),
  );
  return new ImageSet(join(parts.map((part) => part.images)), join(parts.map((part) => part.labels)));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await fs.readFile(file);
  } catch (error) {
    throw storageError(error, file);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
