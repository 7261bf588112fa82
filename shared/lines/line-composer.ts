import { AppError } from '../contract/errors.ts';
import type { LineChoice } from '../contract/schemas/line-choice.ts';
import type { Framing, Task } from '../contract/schemas/task.ts';
import { imageBytes, type LabelledImages } from '../data/labelled-images.ts';
import { LINE_HEIGHT, type LineImage } from '../page/page.ts';
import type { Random } from '../random/random.ts';
import { DIGITS } from '../task/digits.ts';
import { composeLine, type Line, type Writing } from './compose.ts';
import { glyphOfDrawing, glyphOfImage, hasInk, type Glyph } from './glyph.ts';
import { drawMark } from './marks.ts';
import { BUSY, CLEAN, onPaper, WORN, type Disturbance } from './paper.ts';
import { seenLine } from './seen-line.ts';
import { drawText, type TextKind } from './texts.ts';

/** A line as a model is to learn it. */
export interface ComposedLine {
  /** LINE_HEIGHT rows of the choice's width, 0 paper to 255 ink. */
  readonly ink: Uint8Array;
  /** What it says: places of the task's classes, one or more. */
  readonly signs: readonly number[];
}

export interface ComposerOptions {
  /** The task that the lines are of. */
  readonly lines: Task;
  readonly framing: Framing;
  readonly choice: LineChoice;
  /** The share of lines that are taken from a picture, as they are when they are read (see seen-line.ts): most alike, and slow. */
  readonly seen?: number;
}

/** Of mixed paper. Such a line takes some 15 times as long to make as another. */
const SEEN = 0.1;

/** After so many tries a line that is too wide is made shorter. */
const TRIES = 8;

/** Composes lines of some of a data set's images. */
export class LineComposer {
  private readonly images: LabelledImages;
  private readonly framing: Framing;
  private readonly choice: LineChoice;
  private readonly classes: readonly string[];
  private readonly seen: number;
  /** Classes that are drawn for the lines and are not among the data's. */
  private readonly marks: readonly string[];
  /** For each class that the data have, the images of it that have ink. */
  private readonly byClass = new Map<string, number[]>();
  /** Glyphs that were cut out so far. */
  private readonly glyphs = new Map<number, Glyph>();

  constructor(images: LabelledImages, indices: ArrayLike<number>, { lines, framing, choice, seen }: ComposerOptions) {
    [this.images, this.framing, this.choice, this.classes] = [images, framing, choice, lines.classes];
    this.seen = seen ?? (choice.paper === 'mixed' ? SEEN : 0);
    this.marks = lines.classes.filter((name) => !images.task.classes.includes(name));
    for (const index of Array.from(indices)) {
      if (!hasInk(imageAt(images, index))) continue;
      const name = images.task.classes[images.labels[index]!]!;
      const own = this.byClass.get(name);
      if (own) own.push(index);
      else this.byClass.set(name, [index]);
    }
  }

  /** A line that the random stream alone decides. Throws `dataset-empty` where no image has any ink. */
  compose(random: Random): ComposedLine {
    const { width, longest } = this.choice;
    const seen = random.chance(this.seen);
    for (let tries = 0; ; tries++) {
      const text = this.text(random, Math.max(1, longest - Math.floor(tries / TRIES)));
      const signs = text.map((name) => this.classes.indexOf(name));
      // What nothing is found of, and a line that is too wide, is written anew; a single sign is cut off at the line's edge.
      if (seen && text.length > 1) {
        const found = seenLine(random, this.write(random, text, drawRows(random)), this.paper(random));
        if (found !== null && found.width <= width) return { ink: laid(random, found, width).ink, signs };
      } else {
        const line = this.write(random, text, LINE_HEIGHT);
        if (line.width > width && text.length > 1) continue;
        const { ink, left } = laid(random, line, width);
        const spans = line.spans.map((span) => ({ left: span.left + left, right: span.right + left }));
        return { ink: onPaper(random, { ink, width, height: LINE_HEIGHT, spans }, this.paper(random)), signs };
      }
    }
  }

  private write(random: Random, text: readonly string[], rows: number): Line {
    const glyphs = text.map((name) => this.glyphOf(name, random));
    return composeLine(random, glyphs, rows, drawWriting(random));
  }

  private text(random: Random, longest: number): string[] {
    if (this.byClass.size === 0) throw new AppError('dataset-empty');
    const shortest = Math.min(this.choice.shortest, longest);
    const of = (signs: readonly string[], kind: TextKind = 'signs'): string[] =>
      drawText(random, { kind, signs, shortest, longest });
    const digits = DIGITS.classes.filter((digit) => this.byClass.has(digit));
    // Of data that lost a digit to a choice there are no amounts.
    if (this.choice.texts === 'signs' || digits.length < DIGITS.classes.length) return of([...this.byClass.keys()]);
    const kind = random.uniform(0, 1);
    if (kind < 0.02 && longest > 1 && this.classes.includes('X')) return [...of(digits).slice(1), 'X'];
    if (kind < 0.48) return of(digits);
    if (kind < 0.9) return of(digits, 'amount');
    if (kind < 0.97 && longest >= 8) return of(digits, 'date');
    return of([...this.byClass.keys(), ...this.marks]);
  }

  private glyphOf(name: string, random: Random): Glyph {
    const images = this.byClass.get(name);
    if (!images) return glyphOfDrawing(drawMark(name, random), random.uniform(0.05, 0.2))!;
    const index = images[random.integer(images.length)]!;
    const known = this.glyphs.get(index);
    if (known) return known;
    const [height, width] = this.images.task.inputShape;
    const glyph = glyphOfImage(imageAt(this.images, index), { width, height }, this.framing)!;
    this.glyphs.set(index, glyph);
    return glyph;
  }

  private paper(random: Random): Disturbance {
    const { paper } = this.choice;
    if (paper !== 'mixed') return { clean: CLEAN, busy: BUSY, worn: WORN }[paper];
    const share = random.uniform(0, 1);
    return share < 0.45 ? CLEAN : share < 0.85 ? BUSY : WORN;
  }
}

function imageAt({ task, images }: LabelledImages, index: number): Uint8Array {
  const size = imageBytes(task);
  return images.subarray(index * size, (index + 1) * size);
}

/** Rows of a line in a picture. */
const drawRows = (random: Random): number => Math.round(LINE_HEIGHT * Math.exp(random.uniform(0.1, 0.9)));

/** A line's image with paper beside it, to be `width` wide; what is wider is cut off. `left`: where it begins. */
function laid(
  random: Random,
  line: Line | LineImage,
  width: number,
): { readonly ink: Uint8Array; readonly left: number } {
  const spare = Math.max(0, width - line.width);
  const left = random.chance(0.5) ? 0 : random.integer(Math.min(spare, 24) + 1);
  const ink = new Uint8Array(width * LINE_HEIGHT);
  for (let y = 0; y < LINE_HEIGHT; y++)
    ink.set(line.ink.subarray(y * line.width, y * line.width + Math.min(line.width, width)), y * width + left);
  return { ink, left };
}

/** How a hand sets its signs: apart, or into each other. */
const drawWriting = (random: Random): Writing => ({
  gap: random.chance(0.15) ? random.uniform(0.2, 0.8) : random.uniform(-0.06, 0.26),
  gapSpread: random.uniform(0.02, 0.08),
  sizeSpread: random.uniform(0.02, 0.12),
  baselineSpread: random.uniform(0.01, 0.08),
  leanSpread: random.uniform(0.02, 0.1),
  climb: 0.02,
  bend: random.chance(0.4) ? random.uniform(0.01, 0.025) : 0,
});
