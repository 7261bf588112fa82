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

/** The groups of images (see labelled-images.ts) as a file holds them: little-endian uint32. */
export function groupsToBytes(groups: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * groups.length);
  const view = new DataView(bytes.buffer);
  groups.forEach((group, i) => view.setUint32(4 * i, group, true));
  return bytes;
}

/** The way back. Last bytes that are no whole number are left out. */
export function groupsFromBytes(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(4 * i, true));
}
