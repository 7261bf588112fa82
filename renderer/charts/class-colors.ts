/**
 * Colours of a task's classes: hues all around, in the order of the classes. Of many, neighbours differ in lightness too. Every one is
 * seen on the theme's surface (3:1), and all of a theme are of like weight, so that no class shouts: equal steps of OKLCH (Ottosson, 2020).
 */
export function classColors(count: number, theme: 'light' | 'dark'): string[] {
  const levels = count > FEW ? LEVELS[theme] : LEVELS[theme].slice(0, 1);
  return Array.from({ length: count }, (_, i) => hex(levels[i % levels.length]!, FIRST_HUE + (360 * i) / count));
}

/** Up to so many hues are told apart without other help. */
const FEW = 8;
const LEVELS = { light: [0.58, 0.44, 0.63], dark: [0.74, 0.6, 0.86] } as const;
/** Red, as the first curve of a chart is. */
const FIRST_HUE = 30;
const CHROMA = 0.16;

/** The most colourful that a screen has of this lightness and hue, up to CHROMA. */
function hex(lightness: number, hue: number): string {
  let chroma = CHROMA;
  let rgb = linearRgb(lightness, chroma, hue);
  while (chroma > 0 && rgb.some((value) => value < 0 || value > 1)) rgb = linearRgb(lightness, (chroma -= 0.005), hue);
  return `#${rgb
    .map((value) =>
      Math.round(255 * gamma(value))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function linearRgb(lightness: number, chroma: number, hue: number): number[] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const gamma = (value: number): number => {
  const inside = Math.min(1, Math.max(0, value));
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
};
