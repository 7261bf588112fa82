import { AppError } from '../contract/errors.ts';
import type { BoxState, SheetReading, SheetSample } from '../contract/schemas/paper.ts';
import type { GreyImage } from '../ink/grey-image.ts';
import { boxesOf } from './boxes.ts';
import { labelsOf } from './code/payload.ts';
import { findPage, type NoPage } from './locate/find-page.ts';
import { settlePage } from './locate/fourth-corner.ts';
import type { Mapping } from './locate/homography.ts';
import { unbend } from './locate/unbend.ts';
import { PAGES, type Rect } from './page.ts';
import { contrastIn, inkIn, insideOf, penOf, SIDE } from './read/box-ink.ts';
import { crossingsOf, scribbledOver, strikesOut } from './read/crossed.ts';
import { samplersOf, scaleAt, type Samplers } from './read/sampler.ts';
import { paperOf, straighten } from './read/straighten.ts';

/** A box of fewer pixels than this, across, shows no sign clearly. */
const LEAST_BOX = 28;

/** With fewer pixels to a millimetre a code that cannot be read is too small for it. */
const LEAST_SCALE = 2.5;

/** What is asked for where there are too few, in pixels to a millimetre: enough for both. */
const ADVISED_SCALE = 4;

/** Outlines are looked for, and boxes cut, at no more than this many pixels to a millimetre. */
const OUTLINE_SCALE = 5;

/**
 * A photograph or scan of one page of a sheet: what is written in each box. `grey` is width x height luminance, 0 black to 255
 * white; the page may lie in it at any angle, in perspective, in shadow, a little bent, or mirrored. `file` is its name in
 * errors: `sheet-not-found`, `sheet-cut-off` {corners}, `sheet-several`, `sheet-too-small` {width, needed}, `sheet-unreadable`, `sheet-newer`.
 */
export function readSheet(image: GreyImage, file: string): SheetReading {
  const samplers = samplersOf(image);
  const sight = findPage(image, samplers);
  if ('none' in sight) throw noPage(sight.none, file);
  if ('problem' in sight) throw new AppError(`sheet-${sight.problem}`, { file });
  const { code, mirrored, missing } = sight.page;
  const page = PAGES[code.format];
  const boxes = boxesOf(code.format, code.columns);
  const side = boxes[0]!.square.width;
  const scale = leastScale(sight.page.toPicture, code.format);
  if (scale * side < LEAST_BOX) throw tooSmall(scale, code.format, file);
  const printed = boxes.slice(0, code.boxes);
  const flat =
    missing === null
      ? sight.page.toPicture
      : settlePage(samplers(scale / OUTLINE_SCALE), sight.page.toPicture, missing, code.format, printed);
  if (flat === null || (missing !== null && !printed.every(({ square }) => isIn(image, flat, square))))
    throw new AppError('sheet-cut-off', { file, corners: 3 });
  const toPicture = unbend(samplers(scale / OUTLINE_SCALE), flat, code.format, boxes);
  const straight = straighten(samplers, toPicture, page);
  const squares = printed.map(({ square }) => square);
  const found = readBoxes(samplers, toPicture, straight, squares, labelsOf(code));
  return {
    sheet: {
      id: code.id,
      page: code.page,
      pages: code.pages,
      hand: code.hand,
      format: code.format,
      classes: [...code.classes],
    },
    turned: turnOf(flat, mirrored),
    mirrored,
    picture: { ...straight, levels: Uint8Array.from(straight.levels, Math.round) },
    side: SIDE,
    samples: found.map(({ label, state, image: ink, square }) => {
      const { x, y, width, height } = insideOf(square);
      const box = { x: x / page.width, y: y / page.height, width: width / page.width, height: height / page.height };
      return { label, box, state, image: ink };
    }),
  };
}

interface ReadBox {
  readonly label: string;
  readonly square: Rect;
  readonly state: BoxState;
  readonly image: SheetSample['image'];
}

function readBoxes(
  samplers: Samplers,
  toPicture: Mapping,
  straight: GreyImage,
  squares: readonly Rect[],
  labels: readonly string[],
): ReadBox[] {
  const paper = paperOf(straight);
  const contrasts = squares.map((square) => {
    const { x, y, width } = square;
    const scale = scaleAt(toPicture, x + width / 2, y + width / 2);
    return contrastIn(samplers((scale * width) / SIDE / 2), paper, toPicture, square);
  });
  const pen = penOf(contrasts, squares);
  const sample = samplers(scaleAt(toPicture, squares[0]!.x, squares[0]!.y) / OUTLINE_SCALE);
  const isInk = (x: number, y: number): boolean =>
    pen !== null && 1 - sample(...toPicture(x, y)) / paper(x, y) >= Math.max(0.25, 0.6 * pen);
  const inks = contrasts.map((contrast, i) => (pen === null ? null : inkIn(contrast, squares[i]!, pen)));
  const amounts = inks.map((ink, i) => ({ label: labels[i]!, ink: ink ? shareOf(ink) : NaN }));
  const over = scribbledOver(amounts.filter(({ ink }) => !Number.isNaN(ink)));
  let written = 0;
  return squares.map((square, i) => {
    const [label, ink] = [labels[i]!, inks[i]];
    if (!ink) return { label, square, state: 'empty', image: new Uint8Array(SIDE * SIDE) };
    const isOver = over[written++]! || strikesOut(crossingsOf(isInk, square), square);
    return { label, square, state: isOver ? 'crossed' : 'written', image: ink };
  });
}

/** How much of an image is ink. */
const shareOf = (ink: Uint8Array): number => ink.reduce((sum, level) => sum + level, 0) / (255 * ink.length);

function noPage({ corners, scale }: NoPage, file: string): AppError {
  if (corners === 0) return new AppError('sheet-not-found', { file });
  if (scale === null) return new AppError('sheet-cut-off', { file, corners });
  if (scale < LEAST_SCALE) return tooSmall(scale, 'a4', file);
  return new AppError('sheet-unreadable', { file });
}

const tooSmall = (scale: number, format: keyof typeof PAGES, file: string): AppError =>
  new AppError('sheet-too-small', {
    file,
    width: Math.round(scale * PAGES[format].width),
    needed: Math.round(ADVISED_SCALE * PAGES[format].width),
  });

/** Pixels to a millimetre where the page is farthest from the camera. */
function leastScale(toPicture: Mapping, format: keyof typeof PAGES): number {
  const { width, height } = PAGES[format];
  const [left, top, right, bottom] = [20, 20, width - 20, height - 20];
  return Math.min(
    ...[
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ].map(([x, y]) => scaleAt(toPicture, x!, y!)),
  );
}

/** Whether all of a square is in the picture. */
function isIn({ width, height }: GreyImage, toPicture: Mapping, square: Rect): boolean {
  const [right, bottom] = [square.x + square.width, square.y + square.height];
  const corners = [toPicture(square.x, square.y), toPicture(right, square.y), toPicture(right, bottom)];
  return [...corners, toPicture(square.x, bottom)].every(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height);
}

/** By how much the picture, its mirror image undone, is turned clockwise to stand upright. */
function turnOf(toPicture: Mapping, mirrored: boolean): SheetReading['turned'] {
  const [[ax, ay], [bx, by]] = [toPicture(50, 100), toPicture(150, 100)];
  const angle = Math.atan2(by - ay, mirrored ? ax - bx : bx - ax);
  return (((4 - Math.round((2 * angle) / Math.PI)) % 4) * 90) as SheetReading['turned'];
}
