/** Red, green, blue of `#rrggbb` or `#rgb` (a build may shorten tokens), 0 to 255. */
export function channels(hex: string): readonly [number, number, number] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const at = (i: number): number => parseInt(digits.slice(i, i + 2), 16);
  return [at(0), at(2), at(4)];
}

/** The colour with this much opacity, 0 to 1. */
export const withAlpha = (hex: string, alpha: number): string => `rgba(${channels(hex).join(', ')}, ${alpha})`;
