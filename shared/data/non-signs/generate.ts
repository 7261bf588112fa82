import type { Drawing } from '../../ink/types.ts';
import { BOX } from '../../ink/types.ts';
import { extentOf } from '../../ink/fit.ts';
import { rasterize } from '../../ink/rasterize.ts';
import type { Random } from '../../random/random.ts';
import { write } from '../synthetic/hand.ts';
import { NON_SIGN_KINDS, type NonSignKind } from './kinds.ts';
import { overlaid, part, several, shuffled, texture } from './from-signs.ts';
import { isAlike, LETTERS } from './letters.ts';
import { scribble } from './scribble.ts';
import { SYMBOLS } from './symbols.ts';

/** How often each kind is made, relative to the others. */
const WEIGHTS: Readonly<Record<NonSignKind, number>> = {
  scribble: 20,
  letter: 24,
  symbol: 12,
  several: 16,
  overlaid: 5,
  part: 14,
  shuffled: 5,
  texture: 4,
};

export interface NonSignOptions {
  /** Images of the task's signs, 28 x 28 each, framed by `shapeOf`: what several, parts and the like are made of. At least one. */
  readonly signs: readonly Uint8Array[];
  /** The task's classes: letters that may be taken for one of them are left out. */
  readonly classes: readonly string[];
  /** The pen's width in pixels of the 28 x 28 image, for what is drawn: the task's own, so that the pen gives nothing away. */
  readonly pen: (random: Random) => number;
}

export interface NonSign {
  readonly kind: NonSignKind;
  /** 28 x 28 bytes, framed by `shapeOf`. */
  readonly image: Uint8Array;
}

/** Makes one image after another that is no sign of the task. The same random stream gives the same images. */
export function createNonSigns({ signs, classes, pen }: NonSignOptions): (random: Random) => NonSign {
  const letters = LETTERS.filter(([name]) => !isAlike(name, classes)).map(([, skeleton]) => skeleton);
  const draw = (drawing: Drawing, random: Random): Uint8Array => inkWith(drawing, pen(random));
  const anySign = (random: Random): Uint8Array => signs[random.integer(signs.length)]!;
  const makers: Readonly<Record<NonSignKind, (random: Random) => Uint8Array | null>> = {
    scribble: (random) => draw(scribble(random), random),
    letter: (random) =>
      letters.length === 0 ? null : draw(write(letters[random.integer(letters.length)]!, random), random),
    symbol: (random) => draw(write(SYMBOLS[random.integer(SYMBOLS.length)]!, random), random),
    several: (random) => several(signs, random),
    overlaid: (random) => overlaid(signs, random),
    part: (random) => part(anySign(random), random),
    shuffled: (random) => shuffled(anySign(random), random),
    texture,
  };
  return (random) => {
    for (;;) {
      const kind = pick(random);
      const image = makers[kind](random);
      if (image) return { kind, image };
    }
  };
}

function inkWith(drawing: Drawing, pixels: number): Uint8Array {
  const extent = extentOf(drawing);
  const size = extent === null ? 0 : Math.max(extent.width, extent.height);
  return size === 0 ? rasterize(drawing) : rasterize(drawing, { penWidth: (size * pixels) / (BOX - pixels) });
}

function pick(random: Random): NonSignKind {
  let left = random.uniform(
    0,
    NON_SIGN_KINDS.reduce((sum, kind) => sum + WEIGHTS[kind], 0),
  );
  return NON_SIGN_KINDS.find((kind) => (left -= WEIGHTS[kind]) < 0) ?? 'scribble';
}
