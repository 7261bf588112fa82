import { penStrokesSchema, type PenStrokes } from '../../../shared/contract/schemas/hand.ts';
import { lineReadingSchema, readingWishSchema, type FoundLine } from '../../../shared/contract/schemas/reading.ts';
import { MARKS } from '../../../shared/lines/marks.ts';
import { stream, type Random } from '../../../shared/random/random.ts';
import { cutLine } from '../../../shared/reading/classic/classic-reading.ts';
import { lineInDrawing } from '../../../shared/reading/line-in-drawing.ts';
import { lineReading } from '../../../shared/reading/line-reading.ts';
import { linesInPicture } from '../../../shared/reading/lines-in-picture.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { changedJson, type Target } from '../target.ts';

const [WIDTH, HEIGHT] = [240, 90];
const CLASSES = [...'0123456789', ...MARKS];
const STEP = 4;

const wishes = [
  { kind: null },
  { kind: 'code', length: 5 },
  { kind: 'code', check: 'luhn' },
  { kind: 'amount' },
  { kind: 'date', order: 'day-month-year' },
].map((wish) => readingWishSchema.parse(wish));

/** What a model might say of a line that never saw any: the same for the same line. */
function readAsAnything(found: FoundLine): unknown {
  const random = stream(found.width, 'sample');
  cutLine(found);
  return wishes.map((wish) => {
    const answers = [found, ...found.others].map(({ width }) => {
      const logits = new Float32Array(Math.ceil(width / STEP) * (CLASSES.length + 1));
      for (let i = 0; i < logits.length; i++) logits[i] = random.normal(0, 4);
      return { classes: CLASSES, logits, steps: { pixels: STEP, offset: STEP / 2 } };
    });
    return lineReadingSchema.parse(lineReading(found, answers, wish, null));
  });
}

/** Upright strokes on paper, as ones are. */
const page = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  return y > 25 && y < 65 && x > 30 && x < 200 && x % 28 < 5 ? 20 : 235;
});

/** Strokes and blots of all sizes and levels, anywhere, and noise now and then. */
function written(random: Random): Uint8Array {
  const levels = random.chance(0.2) ? mutateBytes(page, random).slice(0, WIDTH * HEIGHT) : Uint8Array.from(page);
  const whole = new Uint8Array(WIDTH * HEIGHT).fill(235);
  whole.set(levels);
  for (let left = random.integer(30); left > 0; left--) {
    const [wide, high] = random.chance(0.5)
      ? [1 + random.integer(WIDTH), 1 + random.integer(4)]
      : [1 + random.integer(6), 1 + random.integer(HEIGHT)];
    const [x, y, level] = [random.integer(WIDTH), random.integer(HEIGHT), random.integer(256)];
    for (let row = y; row < Math.min(HEIGHT, y + high); row++)
      whole.fill(level, row * WIDTH + x, row * WIDTH + Math.min(WIDTH, x + wide));
  }
  if (random.chance(0.2)) for (let i = 0; i < whole.length; i++) whole[i] = random.integer(256);
  return whole;
}

const STROKES = [
  [
    [0, 0, 0],
    [3.5, 100, 16.7],
  ],
  [[40, 90]],
  [
    [60, 10],
    [90, 12],
    [70, 100],
  ],
];

/** Null: what the contract's door would refuse, which is not what is tried here. */
function strokesOf(bytes: Uint8Array): PenStrokes | null {
  try {
    return penStrokesSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Pages and drawings of lines, from grey levels and strokes to what is read. */
export const lines: readonly Target[] = [
  {
    name: 'written page',
    share: 0.3,
    valid: [page],
    input: written,
    async read(levels) {
      const grey = { levels, width: WIDTH, height: HEIGHT };
      const { lines: found } = linesInPicture(grey, { single: levels[0]! % 2 === 0, looks: true });
      return found.map(readAsAnything);
    },
  },
  {
    name: 'wide pad',
    ...changedJson([STROKES]),
    async read(bytes) {
      const strokes = strokesOf(bytes);
      const found = strokes && lineInDrawing(strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const)));
      return found && readAsAnything(found);
    },
  },
];
