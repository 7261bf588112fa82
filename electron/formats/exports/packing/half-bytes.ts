import { halfBits } from '../../../../shared/data/half-floats.ts';

/** Halves, little-endian. */
export function halfBytes(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint16(2 * i, halfBits(value), true));
  return bytes;
}
