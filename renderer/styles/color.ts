/** Red, green, blue of `#rrggbb` or `#rgb` (a build may shorten tokens), 0 to 255. */
export function channels(hex: string): readonly [number, number, number] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const at = (i: number): number => parseInt(digits.slice(i, i + 2), 16);
  return [at(0), at(2), at(4)];
}

/** The colour with this much opacity, 0 to 1. */
export const withAlpha = (hex: string, alpha: number): string => `rgba(${channels(hex).join(', ')}, ${alpha})`;

/** WCAG's relative luminance of a colour, 0 to 1. */
function luminance(colour: readonly [number, number, number]): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What is read best on a colour, black or white: one of the two always reaches 4.5:1. */
export const inkOn = (colour: readonly [number, number, number]): string =>
  (luminance(colour) + 0.05) ** 2 > 1.05 * 0.05 ? '#000000' : '#ffffff';
