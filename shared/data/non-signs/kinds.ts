/** The kinds of non-signs. */
export const NON_SIGN_KINDS = [
  'scribble',
  'letter',
  'symbol',
  'several',
  'overlaid',
  'part',
  'shuffled',
  'texture',
] as const;

export type NonSignKind = (typeof NON_SIGN_KINDS)[number];
