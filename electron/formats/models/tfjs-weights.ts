import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { elements } from '../../../shared/model/info.ts';
import { halfToFloat } from './half.ts';
import type { StoredTensor } from './weight-store.ts';

const count = z.number().int().nonnegative();
const quantizationSchema = z.object({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  scale: z.number().optional(),
  min: z.number().optional(),
});

/** `weightsManifest` of tfjs's model.json: groups of weights, the values of each one after the other in its files. */
export const manifestSchema = z
  .array(
    z.object({
      paths: z.array(z.string()).max(100_000),
      weights: z
        .array(
          z.object({
            name: z.string(),
            shape: z.array(count).max(8),
            dtype: z.enum(['float32', 'int32', 'bool', 'uint8', 'float16']),
            quantization: quantizationSchema.optional(),
          }),
        )
        .max(20_000),
    }),
  )
  .max(10_000);

type Group = z.infer<typeof manifestSchema>[number];
type Weight = Group['weights'][number];
type Stored = Weight['dtype'] | 'uint16';

const BYTES: Readonly<Record<Stored, number>> = { float32: 4, int32: 4, uint16: 2, float16: 2, bool: 1, uint8: 1 };

const storedAs = ({ dtype, quantization }: Weight): Stored => quantization?.dtype ?? dtype;

/** Bytes that a weight takes in its file. */
const sizeOf = (weight: Weight): number => elements(weight.shape) * BYTES[storedAs(weight)];
const bytesOf = ({ weights }: Group): number => weights.reduce((sum, weight) => sum + sizeOf(weight), 0);

/** Bits to which the weights are rounded; null if none is. */
export function quantisedBits(manifest: z.infer<typeof manifestSchema>): number | null {
  const sizes = manifest.flatMap(({ weights }) =>
    weights.flatMap(({ quantization }) => (quantization ? [8 * BYTES[quantization.dtype]] : [])),
  );
  return sizes.length === 0 ? null : Math.min(...sizes);
}

/**
 * The weights of a manifest; `shard` gives the bytes of a file by the name that stands there. Throws `model-file-damaged` {file}
 * where a group's files do not have as many bytes as its weights take, `data-too-large` {file, limit} for weights of more than `limit` bytes,
 * and what `shard` throws. No more is read than the weights take and one file beside: a manifest may name a file again and again.
 */
export async function readManifest(
  manifest: z.infer<typeof manifestSchema>,
  shard: (path: string) => Promise<Uint8Array>,
  file: string,
  limit: number,
): Promise<StoredTensor[]> {
  if (manifest.reduce((sum, group) => sum + bytesOf(group), 0) > limit)
    throw new AppError('data-too-large', { file, limit: Math.round(limit / 1_000_000) });
  const tensors: StoredTensor[] = [];
  for (const group of manifest) {
    const needed = bytesOf(group);
    const pieces: Uint8Array[] = [];
    let [found, last] = [0, file];
    for (const path of group.paths) {
      const piece = await shard(path);
      [found, last] = [found + piece.length, path];
      pieces.push(piece);
      if (found > needed) break;
    }
    if (found !== needed) throw new AppError('model-file-damaged', { file: last }, `${found} bytes, not ${needed}`);
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    let at = 0;
    for (const weight of group.weights) {
      const own = bytes.subarray(at, (at += sizeOf(weight)));
      tensors.push({ path: weight.name, shape: weight.shape, read: () => valuesOf(weight, own) });
    }
  }
  return tensors;
}

/** Little-endian. A quantised value q is min + scale q. */
function valuesOf(weight: Weight, bytes: Uint8Array): Float32Array {
  const stored = storedAs(weight);
  const { scale = 1, min = 0 } = weight.quantization ?? {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: elements(weight.shape) }, (_, i) => {
    switch (stored) {
      case 'float32':
        return view.getFloat32(4 * i, true);
      case 'int32':
        return view.getInt32(4 * i, true);
      case 'float16':
        return halfToFloat(view.getUint16(2 * i, true));
      case 'uint16':
        return min + scale * view.getUint16(2 * i, true);
      case 'uint8':
      case 'bool':
        return min + scale * view.getUint8(i);
    }
  });
}
