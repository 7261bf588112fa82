import type { GreyImage } from '../../shared/ink/grey-image.ts';
import { composeLine, type Writing } from '../../shared/lines/compose.ts';
import { glyphOfDrawing, glyphOfImage, type Glyph } from '../../shared/lines/glyph.ts';
import { drawMark } from '../../shared/lines/marks.ts';
import { CLEAN, onPaper, type Disturbance } from '../../shared/lines/paper.ts';
import { photographed } from '../../shared/lines/photographed.ts';
import { drawText } from '../../shared/lines/texts.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { stream, type Random } from '../../shared/random/random.ts';

/** A picture of a line of which it is known what it says. */
export interface WrittenLine {
  /** 0 black to 255 white. */
  readonly picture: GreyImage;
  readonly truth: readonly string[];
}

export interface TestDigits {
  /** 28 x 28 bytes each. */
  readonly images: Uint8Array;
  readonly labels: ArrayLike<number>;
}

/** How a test's lines are written, and what on. */
export type Scene = 'clean' | 'busy' | 'photograph' | 'amounts';

/** Rows of a line before anything happens to it: a scan of 150 dots per inch has as many. */
const ROWS = 56;

const APART: Writing = {
  gap: 0.12,
  gapSpread: 0.06,
  sizeSpread: 0.06,
  baselineSpread: 0.03,
  leanSpread: 0.05,
  climb: 0.01,
  bend: 0,
};
/** Neighbours touch or overlap by a pixel or two. */
const TOUCHING: Writing = { ...APART, gap: -0.03, gapSpread: 0.05 };

/** Each line has a ruled line, boxes or a comb, and noise. */
const onForms = (random: Random): Disturbance => {
  const boxes = random.chance(0.5);
  return { ...CLEAN, ruled: boxes ? 0 : 1, boxes: boxes ? 1 : 0, noise: 1, blur: 0.3, pale: 0.3, dirt: 0.2 };
};

/** `count` lines of MNIST's test digits, the same for the same seed. */
export function writtenLines(scene: Scene, digits: TestDigits, count: number, seed: number): WrittenLine[] {
  const random = stream(seed, 'sample', { clean: 0, busy: 1, photograph: 2, amounts: 3 }[scene]);
  const glyphs = glyphsOf(digits);
  return Array.from({ length: count }, () => {
    const truth = scene === 'amounts' ? amount(random) : code(random);
    const touching = scene !== 'clean' && random.chance(0.4);
    const line = composeLine(
      random,
      truth.map((sign) => glyphOf(random, sign, glyphs)),
      ROWS,
      touching ? TOUCHING : APART,
    );
    const busy = scene === 'busy' || (scene === 'amounts' && random.chance(0.5));
    const levels = onPaper(random, line, busy ? onForms(random) : CLEAN);
    const picture = { width: line.width, height: ROWS, levels: levels.map((level) => 255 - level) };
    return { picture: scene === 'photograph' ? photographed(random, picture) : picture, truth };
  });
}

const code = (random: Random): string[] =>
  drawText(random, { kind: 'signs', signs: DIGITS.classes, shortest: 5, longest: 5 });

/** Of three to nine signs. */
function amount(random: Random): string[] {
  for (;;) {
    const text = drawText(random, { kind: 'amount', signs: DIGITS.classes, shortest: 1, longest: 7 });
    if (text.length >= 3 && text.length <= 9) return text;
  }
}

function glyphsOf({ images, labels }: TestDigits): readonly (readonly Glyph[])[] {
  const found = DIGITS.classes.map((): Glyph[] => []);
  for (let i = 0; i < labels.length; i++) {
    const glyph = glyphOfImage(images.subarray(784 * i, 784 * (i + 1)), { width: 28, height: 28 });
    if (glyph) found[labels[i]!]!.push(glyph);
  }
  return found;
}

function glyphOf(random: Random, sign: string, glyphs: readonly (readonly Glyph[])[]): Glyph {
  const own = glyphs[DIGITS.classes.indexOf(sign)];
  return own ? own[random.integer(own.length)]! : glyphOfDrawing(drawMark(sign, random), random.uniform(0.07, 0.16))!;
}
