/** Names of the files in a staging folder, one item an image. */
export const STAGE_FILES = {
  images: 'images.u8',
  labels: 'labels.u16',
  parts: 'parts.u8',
  hashes: 'hashes.f64',
} as const;

/** Values in parts.u8; BLANK is added for an image of one level all over. */
export const PARTS = { whole: 0, train: 1, test: 2 } as const;
export const BLANK = 4;

export const isTest = (part: number): boolean => (part & ~BLANK) === PARTS.test;
