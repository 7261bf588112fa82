import type { PageFormat } from '../../contract/schemas/paper.ts';
import { pageFormatSchema } from '../../contract/schemas/paper.ts';
import { shrink, type GreyImage } from '../../ink/grey-image.ts';
import type { Point } from '../../ink/types.ts';
import { bandData, bandOf } from '../code/band.ts';
import { decodePage, type PageCode } from '../code/payload.ts';
import { MARK_SIDE, markMiddles } from '../page.ts';
import { scaleAt, type Samplers } from '../read/sampler.ts';
import { homography, type Mapping } from './homography.ts';
import { findMarks, type Mark } from './marks.ts';
import { ordersOf, quadsOf, triplesOf, type Quad } from './quads.ts';
import { bandReadings } from './read-band.ts';

/** A page in a picture. */
export interface FoundPage {
  readonly code: PageCode;
  /** From the page, in millimetres, to the picture, in its pixels, as if the page were flat. */
  readonly toPicture: Mapping;
  readonly mirrored: boolean;
  /** The corner whose mark was not seen, as markMiddles has them; then `toPicture` is a guess. Null: all were. */
  readonly missing: number | null;
}

/** Why there is none: how many marks were seen, of four; `scale`, pixels to a millimetre where all four were but no code. */
export interface NoPage {
  readonly corners: number;
  readonly scale: number | null;
}

export type Sight =
  { readonly page: FoundPage } | { readonly problem: 'several' | 'newer' } | { readonly none: NoPage };

/** Marks are looked for in so many pixels along the longer side, and then in more. */
const SIDES = [1600, 3200] as const;

/** What counts as ink, as a share of the paper: in good light, of a pale print, in a dark corner. */
const THRESHOLDS = [0.62, 0.8, 0.45] as const;

/** Modules are read at this many pixels to a millimetre, where the picture has more. */
const FINEST = 4;

/** So many marks beside a page's own are another page. */
const ANOTHER = 2;

/** Looks for one page of a sheet: by its corner marks, whose right order is the one in which its code can be read. */
export function findPage(image: GreyImage, samplers: Samplers): Sight {
  let best: NoPage = { corners: 0, scale: null };
  const few: (readonly Mark[])[] = [];
  const longer = Math.max(image.width, image.height);
  const factors = new Set(SIDES.map((side) => Math.max(1, Math.ceil(longer / side))));
  for (const factor of factors) {
    const small = shrink(image, factor);
    for (const threshold of THRESHOLDS) {
      const marks = findMarks(small, threshold).map(({ middle: [x, y], side }): Mark => {
        return { middle: [x * factor, y * factor], side: side * factor };
      });
      const sight = pageAmong(samplers, marks);
      if (!('none' in sight)) return sight;
      if (marks.length >= 3) few.push(marks);
      if (sight.none.corners > best.corners || (best.scale === null && sight.none.scale !== null)) best = sight.none;
    }
  }
  // One mark may be covered: looked for last, since it is the longest and the least sure.
  for (const marks of few) {
    const page = pageOfThree(samplers, marks);
    if (page === 'newer') return { problem: 'newer' };
    if (page) return { page };
  }
  return { none: best };
}

function pageOfThree(samplers: Samplers, marks: readonly Mark[]): FoundPage | 'newer' | null {
  for (const { corners, missing, mirrored } of triplesOf(marks)) {
    const page = pageAt(samplers, corners);
    if (page === 'newer') return page;
    if (page) return { ...page, mirrored, missing };
  }
  return null;
}

function pageAmong(samplers: Samplers, marks: readonly Mark[]): Sight {
  const quads = quadsOf(marks);
  let found: { quad: Quad; page: FoundPage } | null = null;
  for (const quad of quads) {
    if (found && quad.some((mark) => found!.quad.includes(mark))) continue;
    const page = pageIn(samplers, quad);
    if (page === 'newer') return { problem: 'newer' };
    if (page !== null && found) return { problem: 'several' };
    if (page !== null) found = { quad, page };
  }
  if (!found) return { none: { corners: Math.min(quads.length > 0 ? 4 : 3, marks.length), scale: scaleOf(quads[0]) } };
  const { quad, page } = found;
  const largest = Math.max(...quad.map(({ side }) => side));
  const others = marks.filter(({ side }) => side > 0.4 * largest).length - 4;
  return others >= ANOTHER ? { problem: 'several' } : { page };
}

const scaleOf = (quad: Quad | undefined): number | null =>
  quad ? Math.min(...quad.map(({ side }) => side)) / MARK_SIDE : null;

/** The page whose corners these are, in whatever order: read as every format, turned every way. */
function pageIn(samplers: Samplers, quad: Quad): FoundPage | 'newer' | null {
  for (const { corners, mirrored } of ordersOf(quad)) {
    const page = pageAt(samplers, corners);
    if (page === 'newer') return page;
    if (page) return { ...page, mirrored, missing: null };
  }
  return null;
}

/** The page with these corners: top left, top right, bottom right, bottom left. */
function pageAt(samplers: Samplers, corners: readonly Point[]): Pick<FoundPage, 'code' | 'toPicture'> | 'newer' | null {
  for (const format of pageFormatSchema.options) {
    const toPicture = homography(markMiddles(format), corners);
    const code = toPicture && codeIn(samplers, toPicture, format);
    if (code === 'newer') return code;
    if (toPicture && code && code.format === format) return { code, toPicture };
  }
  return null;
}

function codeIn(samplers: Samplers, toPicture: Mapping, format: PageFormat): PageCode | 'newer' | null {
  const { x, y, width, height } = bandOf(format);
  const scale = scaleAt(toPicture, x + width / 2, y + height / 2);
  for (const modules of bandReadings(samplers(scale / FINEST), toPicture, format)) {
    const data = bandData(modules);
    if (data) return decodePage(data);
  }
  return null;
}
