import { shrink, type GreyImage } from '../ink/grey-image.ts';
import type { Size } from '../ink/frame.ts';
import type { Point } from '../ink/types.ts';
import { homography, type Mapping } from '../paper/locate/homography.ts';
import { stream } from '../random/random.ts';
import { halvesOf, type Halves } from './locate/halves.ts';
import { keyPointsOf, type KeyPoints } from './locate/key-points.ts';
import { mappingsOf } from './locate/match.ts';
import { patchesOf, seek, type PatchSet, type Sight } from './locate/patches.ts';
import type { Print } from './own-print.ts';
import { bent, cornersOf, LIKE, settled } from './locate/settle.ts';

/** The empty form's scan with what it is found again by. */
export interface Template extends Size {
  /** The scan made small by 1, 2, 4, ... */
  readonly halves: Halves;
  readonly sets: readonly PatchSet[];
  /** Made when they are first needed: most scans are found without. */
  keyPoints(): KeyPoints;
  /** What is printed in a part of it: made once for each `key`. */
  print(key: string, make: () => Print): Print;
}

/** Parts of a template that are kept: every field's, for scanners of some resolutions. */
const MOST_PRINTS = 1000;

/** A form in a picture. */
export interface FoundForm {
  /** From the template's pixels to the picture's; the first pixel's middle is 0.5, 0.5 in both. */
  readonly toPicture: Mapping;
  /** How much of the empty form's print is seen where it should be, 0 to 1. */
  readonly quality: number;
  /** The same of what is printed around a place of the template: another form may have the same head. */
  qualityAt(x: number, y: number): number;
  /** In the picture: the template's upper left corner first, clockwise as one reads. */
  readonly corners: readonly [Point, Point, Point, Point];
}

/** Patches are looked for with so many pixels along the template's longer side, half so large, and up to so many pixels away. */
const STEPS = [
  { side: 320, half: 6, reach: 12 },
  { side: 640, half: 7, reach: 5 },
  { side: 1280, half: 8, reach: 4 },
] as const;

/** Corners are looked for in these sizes; on a page, which may fill a part of its picture, in larger ones too. */
const TEMPLATE_SIDES = [900, 700, 540];
const PAGE_SIDES = [1200, 900, 680];

/** The form is there if this share of its print is; a first look is good enough with so much. */
const LEAST_QUALITY = 0.4;
const GOOD = 0.3;

/** What is printed so far from a place says whether it is where it should be, as a share of the template's longer side. */
const AROUND = 0.1;

/** A template with fewer patches than this is not found again. */
const FEWEST_PATCHES = 20;

/** Of the form, so much may lie beyond the picture, as a share of its sides. */
const BEYOND = 0.12;

/** Null: too little is printed on it. `scan`: 0 black to 255 white. */
export function templateOf(scan: GreyImage): Template | null {
  const longer = Math.max(scan.width, scan.height);
  const sets = STEPS.map(({ side, half }) => {
    const factor = Math.max(1, Math.round(longer / side));
    return patchesOf(shrink(scan, factor), factor, half);
  });
  if (sets.some(({ patches }) => patches.length < FEWEST_PATCHES)) return null;
  let known: KeyPoints | null = null;
  const prints = new Map<string, Print>();
  return {
    ...{ width: scan.width, height: scan.height, halves: halvesOf(scan), sets },
    keyPoints: () => (known ??= keyPointsOf(scan, TEMPLATE_SIDES)),
    print: (key, make) => {
      const print = prints.get(key) ?? make();
      if (prints.size < MOST_PRINTS) prints.set(key, print);
      return print;
    },
  };
}

/**
 * Finds a form in a picture of a filled page: shifted, turned by any angle, larger or smaller, seen from the side. Scans, which lie nearly
 * as the template does or turned by quarters, are found at a look; all others by their corners. Null: the page is not of this form.
 */
export function findForm(template: Template, halves: Halves): FoundForm | null {
  const picture = halves(0);
  const search = new Search(template, halves);
  const first = search.best(scanGuesses(template, picture));
  if (first && first.quality >= LEAST_QUALITY) return first;
  // No finer than it is looked at.
  const times = Math.max(0, Math.floor(Math.log2(Math.max(picture.width, picture.height) / PAGE_SIDES[0]!)));
  const page = keyPointsOf(halves(times), PAGE_SIDES);
  const side = Math.max(template.width, template.height);
  const guesses = mappingsOf(template.keyPoints(), page, side).map((mapping): Mapping => {
    return (x, y) => {
      const [u, v] = mapping(x, y);
      return [u * 2 ** times, v * 2 ** times];
    };
  });
  const second = search.best(guesses);
  return second && second.quality >= LEAST_QUALITY ? second : null;
}

/** The whole picture is the whole form, turned by each of the quarters that fit its sides. */
function scanGuesses({ width, height }: Size, picture: Size): Mapping[] {
  const own = cornersOf(width, height);
  const corners = cornersOf(picture.width, picture.height);
  const isAcross = width > height !== picture.width > picture.height;
  return (isAcross ? [1, 3] : [0, 2]).flatMap((turn) => {
    const mapping = homography(
      own,
      corners.map((_, i) => corners[(i + turn) % 4]!),
    );
    return mapping ?? [];
  });
}

/** The share of patches that were seen, those within `reach` of a place counting most. */
function qualityAround({ patches }: PatchSet, sights: readonly Sight[], reach: number): FoundForm['qualityAt'] {
  const seen = new Set(sights.flatMap(({ at, likeness }) => (likeness >= LIKE ? [at] : [])));
  return (x, y) => {
    let [all, found] = [0, 0];
    for (const { at } of patches) {
      const weight = Math.exp(-((at[0] - x) ** 2 + (at[1] - y) ** 2) / (2 * reach ** 2));
      all += weight;
      if (seen.has(at)) found += weight;
    }
    return all > 0 ? found / all : 0;
  };
}

class Search {
  private readonly template: Template;
  private readonly picture: Size;
  private readonly halves: Halves;

  constructor(template: Template, halves: Halves) {
    this.template = template;
    this.halves = halves;
    this.picture = halves(0);
  }

  /** The guess of which most print is seen at a first look, followed to the end. */
  best(guesses: readonly Mapping[]): FoundForm | null {
    const looks = guesses.flatMap((guess) => {
      if (!this.isPossible(guess)) return [];
      const mapping = this.settle(0, guess);
      return mapping ? [{ mapping, quality: this.qualityOf(this.sights(0, mapping, 2), 0) }] : [];
    });
    looks.sort((a, b) => b.quality - a.quality);
    for (const { mapping, quality } of looks) {
      if (quality < GOOD) break;
      const found = this.follow(mapping);
      if (found) return found;
    }
    return null;
  }

  private follow(guess: Mapping): FoundForm | null {
    let mapping: Mapping | null = guess;
    for (let step = 0; step < STEPS.length; step++) {
      mapping = mapping && this.settle(step, mapping);
      // The finest once more, from where it then is.
      if (step > 0) mapping = mapping && this.settle(step, mapping);
    }
    if (!mapping || !this.isPossible(mapping)) return null;
    const last = STEPS.length - 1;
    const { factor } = this.template.sets[last]!;
    const sights = this.sights(last, mapping, STEPS[last]!.reach);
    const { width, height } = this.template;
    const toPicture = bent(mapping, sights, Math.max(width, height), 3 * factor);
    const [a, b, c, d] = cornersOf(width, height).map(([x, y]) => mapping(x, y));
    const seen = this.sights(last, toPicture, 1);
    return {
      toPicture,
      quality: this.qualityOf(seen, last),
      qualityAt: qualityAround(this.template.sets[last]!, seen, AROUND * Math.max(width, height)),
      corners: [a!, b!, c!, d!],
    };
  }

  private settle(step: number, mapping: Mapping): Mapping | null {
    const { reach } = STEPS[step]!;
    const { factor } = this.template.sets[step]!;
    const sights = this.sights(step, mapping, reach);
    return settled(mapping, sights, (step === 0 ? 2 : 1.5) * factor, stream(14, 'sample', step));
  }

  private sights(step: number, mapping: Mapping, reach: number): Sight[] {
    const set = this.template.sets[step]!;
    const { page, factor } = this.seenIn(set.factor * this.scaleOf(mapping));
    return seek(set, page, factor, mapping, reach);
  }

  /** The share of patches that are seen where they should be. */
  private qualityOf(sights: readonly Sight[], step: number): number {
    const { patches } = this.template.sets[step]!;
    return sights.filter(({ likeness }) => likeness >= LIKE).length / patches.length;
  }

  /** Pixels of the picture to one of the template, in the middle. */
  private scaleOf(mapping: Mapping): number {
    const { width, height } = this.template;
    const [x, y, by] = [width / 2, height / 2, Math.min(width, height) / 8];
    const [a, b, c] = [mapping(x, y), mapping(x + by, y), mapping(x, y + by)];
    const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    return Math.sqrt(area) / by;
  }

  /** The picture in about as many pixels as steps of so many of its own need. */
  private seenIn(pixels: number): { page: GreyImage; factor: number } {
    const times = Math.max(0, Math.min(6, Math.round(Math.log2(pixels))));
    return { page: this.halves(times), factor: 2 ** times };
  }

  /** Whether it is what a camera can see: not mirrored, not folded, nearly all of it in the picture and not too small. */
  private isPossible(mapping: Mapping): boolean {
    const { width, height } = this.template;
    const corners = cornersOf(width, height).map(([x, y]) => mapping(x, y));
    const isConvex = corners.every((at, i) => {
      const [next, after] = [corners[(i + 1) % 4]!, corners[(i + 2) % 4]!];
      return (next[0] - at[0]) * (after[1] - next[1]) - (next[1] - at[1]) * (after[0] - next[0]) > 0;
    });
    const area = corners.reduce((sum, at, i) => {
      const next = corners[(i + 1) % 4]!;
      return sum + (at[0] * next[1] - next[0] * at[1]) / 2;
    }, 0);
    const [u, v] = [BEYOND * this.picture.width, BEYOND * this.picture.height];
    const isInside = corners.every(
      ([x, y]) => x > -u && y > -v && x < this.picture.width + u && y < this.picture.height + v,
    );
    return isConvex && isInside && area > 0.05 * this.picture.width * this.picture.height;
  }
}
