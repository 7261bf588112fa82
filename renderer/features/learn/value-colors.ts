import { channels } from '../../styles/color.ts';
import { theme, token } from '../../styles/theme.ts';

/** How values become colours: `ink` is 0 paper to 1 ink; `signed` is 0 in the middle, below it blue and above it amber. */
export type Palette = 'ink' | 'signed';

type Colour = readonly [red: number, green: number, blue: number];

/** From the lowest value by 0 to the highest one; of ink there is nothing below 0. */
const STOPS = {
  ink: ['--pixel-ground', '--pixel-ground', '--pixel-ink'],
  signed: ['--series-2', '--surface', '--series-4'],
} as const;

/** The colours of each theme, as they were asked for: tokens are read from the page's style, which costs more than all the rest. */
const known = new Map<string, readonly Colour[]>();
function stopsOf(palette: Palette, of: 'light' | 'dark'): readonly Colour[] {
  const key = `${palette} ${of}`;
  const stops = known.get(key) ?? STOPS[palette].map((name) => channels(token(name)));
  known.set(key, stops);
  return stops;
}

/** The colours of one palette in the theme on screen, 0 to 255. `most`: the amount that has the full colour. */
export function colourOf(palette: Palette, most: number): (value: number) => Colour {
  const [below, middle, above] = stopsOf(palette, theme.value) as readonly [Colour, Colour, Colour];
  return (value) => {
    const end = value < 0 ? below : above;
    const share = Math.min(1, Math.abs(value) / most);
    const at = (i: 0 | 1 | 2): number => Math.round(middle[i] + (end[i] - middle[i]) * share);
    return [at(0), at(1), at(2)];
  };
}

/** The largest amount among values: 1 where all are 0, so that it can be divided by. */
export function mostOf(...all: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const values of all) for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most === 0 ? 1 : most;
}
