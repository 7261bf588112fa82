/** A line of Keras that makes a layer: `keras.layers.Conv2D(16, 3, strides=2)`. */
export const kerasLayer = (name: string, options: readonly (string | number)[]): string =>
  `keras.layers.${name}(${options.join(', ')})`;

/** A size of two sides as Keras takes it: one number where they are alike. */
export const kerasSize = ([rows, columns]: readonly [number, number]): string =>
  rows === columns ? String(rows) : `(${rows}, ${columns})`;
