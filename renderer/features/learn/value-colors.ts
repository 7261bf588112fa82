import { channels } from '../../styles/color.ts';
import { token } from '../../styles/theme.ts';

/** How values become colours: `ink` is 0 paper to 1 ink; `signed` is 0 in the middle, below it blue and above it amber. */
export type Palette = 'ink' | 'signed';

type Colour = readonly [number, number, number];
const between = (from: Colour, to: Colour, share: number): Colour =>
  [0, 1, 2].map((i) => from[i]! + (to[i]! - from[i]!) * Math.min(1, Math.max(0, share))) as unknown as Colour;

/** The colours of one palette in the theme on screen. `most`: the amount that has the full colour. */
export function colourOf(palette: Palette, most: number): (value: number) => Colour {
  if (palette === 'ink') {
    const [ground, ink] = [channels(token('--pixel-ground')), channels(token('--pixel-ink'))];
    return (value) => between(ground, ink, value / most);
  }
  const [middle, below, above] = (['--surface', '--series-2', '--series-4'] as const).map((name) =>
    channels(token(name)),
  );
  return (value) => between(middle!, value < 0 ? below! : above!, Math.abs(value) / most);
}

/** The largest amount among values: 1 where all are 0, so that it can be divided by. */
export function mostOf(...all: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const values of all) for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most === 0 ? 1 : most;
}
