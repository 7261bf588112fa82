import type { ExportWeights } from '../contract/schemas/export.ts';
import { fromHalfBits } from '../data/half-floats.ts';
import { fromMultiples } from '../data/int8-steps.ts';
import { floatsFromBytes } from '../data/number-bytes.ts';

/** A weight in a page: how many values it has and, of a kernel, how many channels have a step of their own; 0 for what is none. */
export type WeightPlace = readonly [path: string, length: number, channels: number];

/**
 * A page's weights by their paths. What is no kernel is float32; kernels are `packed`: halves, or the steps of their channels, float32, and then
 * the multiples.
 */
export function unpack(
  bytes: Uint8Array,
  places: readonly WeightPlace[],
  packed: ExportWeights,
): Map<string, Float32Array> {
  let at = 0;
  const take = (count: number): Uint8Array => bytes.subarray(at, (at += count));
  return new Map(
    places.map(([path, length, channels]) => {
      if (channels === 0 || packed === 'float32') return [path, floatsFromBytes(take(4 * length))] as const;
      if (packed === 'float16') return [path, halves(take(2 * length))] as const;
      const steps = floatsFromBytes(take(4 * channels));
      return [path, fromMultiples(Int8Array.from(take(length)), steps)] as const;
    }),
  );
}

const halves = (bytes: Uint8Array): Float32Array =>
  Float32Array.from({ length: bytes.length / 2 }, (_, i) => fromHalfBits(bytes[2 * i]! | (bytes[2 * i + 1]! << 8)));
