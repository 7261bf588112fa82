import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { channels } from '../../renderer/styles/color.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

const css = readFileSync(path.join(repositoryRoot, 'renderer', 'styles', 'tokens.css'), 'utf8');
const tokensOf = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
const [light, dark] = css.split("[data-theme='dark']").map(tokensOf) as [Map<string, string>, Map<string, string>];
const THEMES = [
  ['light', light],
  ['dark', new Map([...light, ...dark])],
] as const;

/** Red, green and blue as light, 0 to 1. */
const linear = (hex: string): [number, number, number] =>
  channels(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];

/** WCAG's relative luminance, 0 to 1. */
function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
/** CIE's L*a*b* (D65), in which a distance of about 2.3 is just seen. */
function lab(hex: string): readonly [number, number, number] {
  const [r, g, b] = linear(hex);
  const [x, y, z] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

describe.each(THEMES)('the %s theme', (_, tokens) => {
  it('has text that is read on every ground', () => {
    for (const ink of ['--ink', '--ink-2', '--ink-3', '--ok', '--warn'])
      for (const ground of ['--paper', '--surface', '--sunken', '--rail'])
        expect(contrast(tokens.get(ink)!, tokens.get(ground)!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.get('--accent-ink')!, tokens.get('--accent')!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.get('--accent-ink')!, tokens.get('--accent-hover')!)).toBeGreaterThanOrEqual(4.5);
  });

  it('has a focus, a selection, an error and an accent of which no two are taken for one another', () => {
    const marks = ['--accent', '--selected', '--focus', '--error'].map(
      (name) => [name, lab(tokens.get(name)!)] as const,
    );
    marks.forEach(([name, colour], i) => {
      for (const [other, next] of marks.slice(i + 1))
        expect(Math.hypot(...colour.map((part, j) => part - next[j]!)), `${name} and ${other}`).toBeGreaterThan(20);
    });
  });

  it('has a matrix whose numbers are read in every shade, and whose shades go one way', () => {
    const shades = [1, 2, 3, 4, 5].map((n) => tokens.get(`--scale-${n}`)!);
    shades.forEach((shade, i) =>
      expect(contrast(tokens.get(`--scale-${i + 1}-ink`)!, shade), `shade ${i + 1}`).toBeGreaterThanOrEqual(4.5),
    );
    const far = [tokens.get('--sunken')!, ...shades].map((shade) => contrast(shade, tokens.get('--sunken')!));
    expect(far).toEqual([...far].sort((a, b) => a - b));
  });
});
