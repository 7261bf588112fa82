/** Labels as a prepared data set's file holds them: little-endian uint16, whatever the machine's own order is. */
export function labelsToBytes(labels: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(2 * labels.length);
  for (let i = 0; i < labels.length; i++) {
    bytes[2 * i] = labels[i]! & 0xff;
    bytes[2 * i + 1] = labels[i]! >> 8;
  }
  return bytes;
}

/** Labels from a file's bytes. A last odd byte, of a torn file, is ignored. */
export function labelsFromBytes(bytes: Uint8Array): Uint16Array {
  const labels = new Uint16Array(bytes.length >> 1);
  for (let i = 0; i < labels.length; i++) labels[i] = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
  return labels;
}
