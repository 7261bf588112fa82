import type { Cleaning, FoundLine, LineLook, Look, Quad } from '../contract/schemas/reading.ts';
import { shrink, type GreyImage } from '../ink/grey-image.ts';
import { cleanPage } from '../page/clean-page.ts';
import { findLines } from '../page/find-lines.ts';
import { lineImage, wholeImage } from '../page/line-image.ts';
import { heightOf, type Box, type LineImage, type Page, type PageLine } from '../page/page.ts';
import { turnedBy, type Quarters } from '../page/quarters.ts';
import { singleLine } from '../page/single-line.ts';
import type { Mapping } from '../paper/locate/homography.ts';

/** What lines a picture has. */
export interface FoundLines {
  readonly lines: readonly FoundLine[];
  readonly cleaning: Cleaning;
  readonly looks: readonly Look[];
}

/** No page has more lines: what is more is a pattern. */
const MOST_LINES = 400;

/** Longer side of the pictures that are shown, in pixels. */
const SHOWN = 1000;

/** Marks lower than this share of a digit are no sign: an empty box may have dirt in it. */
const SPECK = 0.2;

/** Of a cell's width on either side: a neighbour's sign may reach in so far. */
const SIDES = 0.25;

/**
 * The lines of writing in a picture of grey levels, 0 black to 255 white. `single`: the one with most ink alone. `quarters`: the picture is turned so far to
 * the right before all else; places are in what it is then.
 */
export function linesInPicture(
  picture: GreyImage,
  { single, looks, quarters = 0 }: { readonly single: boolean; readonly looks: boolean; readonly quarters?: Quarters },
): FoundLines {
  const grey = turnedBy(picture, quarters);
  const found = single ? singleLine(grey, { steps: looks }) : null;
  const page = found?.page ?? cleanPage(grey, { steps: looks });
  const lines = found ? [found.line] : single ? [] : findLines(page).slice(0, MOST_LINES);
  const images = lines.map((line) => [
    found?.image ?? lineImage(page, line),
    ...(isRuled(page) ? [lineImage(page, line, page.plain)] : []),
    ...(found && isLow(page) ? [wholeImage(page)] : []),
  ]);
  const { inverted, corners, turned, rules } = page;
  return {
    lines: lines.map((line, i) => foundLine(page, line, images[i]!)),
    cleaning: {
      inverted,
      perspective: corners !== null,
      quarters,
      turned,
      rules: rules.flat.length + rules.upright.length,
    },
    looks: looks
      ? [
          ...page.steps.map(({ step, image }) => ({ step, image: shown(image) })),
          ...stacked(images.map(([image]) => image!)),
        ]
      : [],
  };
}

const isRuled = ({ rules }: Page): boolean => rules.flat.length + rules.upright.length > 0;

/** Whether a picture may be a line as it is: not much higher than wide. */
const isLow = ({ width, height }: Page): boolean => height <= 2 * width;

/** A line of a page as `images` show it, the one that all else is told of first. */
export function foundLine(page: Page, line: PageLine, images: readonly LineImage[]): FoundLine {
  const [first, ...others] = images.map(({ ink, width, height, toPicture }): LineLook => ({
    ink: new Uint8Array(ink),
    width,
    quad: quadOf(toPicture, { left: 0, top: 0, right: width, bottom: height }),
  }));
  return {
    ...first!,
    others,
    cells: line.cells.map((cell) => ({ quad: quadOf(page.toPicture, cell), empty: isEmpty(cell, line) })),
  };
}

const quadOf = (toPicture: Mapping, { left, top, right, bottom }: Box): Quad =>
  [toPicture(left, top), toPicture(right, top), toPicture(right, bottom), toPicture(left, bottom)].map(
    ([x, y]): [number, number] => [x, y],
  ) as Quad;

/** Whether nothing stands in a cell: not even a part of a sign, of which a stroke was taken for the cell's side. */
const isEmpty = ({ left, right }: Box, { parts, digit }: PageLine): boolean =>
  !parts.some(
    (part) =>
      part.right > left + SIDES * (right - left) &&
      part.left < right - SIDES * (right - left) &&
      heightOf(part) >= SPECK * digit,
  );

function shown({ levels, width, height }: GreyImage): Look['image'] {
  const small = shrink({ levels, width, height }, Math.max(1, Math.ceil(Math.max(width, height) / SHOWN)));
  return { width: small.width, height: small.height, levels: Uint8Array.from(small.levels, Math.round) };
}

/** One below the other. */
function stacked(images: readonly LineImage[]): Look[] {
  if (images.length === 0) return [];
  const width = Math.max(...images.map((image) => image.width));
  const height = images[0]!.height * images.length;
  const levels = new Uint8Array(width * height);
  images.forEach((image, i) => {
    for (let y = 0; y < image.height; y++)
      levels.set(image.ink.subarray(y * image.width, (y + 1) * image.width), (i * image.height + y) * width);
  });
  return [{ step: 'lines', image: { width, height, levels } }];
}
