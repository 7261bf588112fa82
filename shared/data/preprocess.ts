/** Normalisation, as the tutorial has it: grey levels 0 to 255 become 0 to 1. */
export function normalise(images: Uint8Array): Float32Array {
  return Float32Array.from(images, (grey) => grey / 255);
}

/** One-hot labels: count x classes, with a 1 at each image's class. */
export function oneHot(labels: Uint8Array, classes = 10): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => (rows[i * classes + label] = 1));
  return rows;
}
