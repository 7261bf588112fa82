import { joinBytes } from '../join-bytes.ts';

/** Places of images as uint32, little-endian, whatever the machine's own order is. */
export function placesToBytes(places: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * places.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < places.length; i++) view.setUint32(4 * i, places[i]!, true);
  return bytes;
}

/** The way back. Last bytes that are no whole number are left out. */
export function placesFromBytes(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(4 * i, true));
}

/** Every machine that the studio runs on has this order; floats come by the millions, and are not turned one by one. */
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** float32 values, little-endian: the same memory where that is the machine's own order. */
export function bytesOfFloats(values: Float32Array): Uint8Array<ArrayBuffer> {
  if (LITTLE_ENDIAN) return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}

/** Lists of float32 values as one. */
export const joinFloats = (parts: readonly Float32Array[]): Float32Array =>
  floatsFromBytes(joinBytes(parts.map(bytesOfFloats)));

/** The way back; a copy. Last bytes that are no whole value are left out. */
export function floatsFromBytes(bytes: Uint8Array): Float32Array {
  // Not by slice: of Node's buffers that is no copy, and their memory holds other things too.
  const whole = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)));
  if (LITTLE_ENDIAN) return new Float32Array(whole.buffer);
  const view = new DataView(whole.buffer);
  return Float32Array.from({ length: whole.length >> 2 }, (_, i) => view.getFloat32(4 * i, true));
}
