/** The pad in a sketch's units: the sheet of hands that keep ink as it was written. */
export const PAD = { x: 0, y: 0, width: 1, height: 1 } as const;
