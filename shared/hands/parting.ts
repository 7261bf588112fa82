import type { Size } from '../ink/frame.ts';
import { areNearlyTheSame, outlineOf, type Outline } from './near-duplicates.ts';

/** A drawing as it was when it was made: what is decided of it then stays so, whatever becomes of its label later. */
export interface PartedSample {
  readonly sitting: string;
  readonly label: string;
  readonly image: Uint8Array;
}

/** Raise it when drawings are parted, or written into data sets, in another way: data sets of hands are then made anew. */
export const PARTING_VERSION = 2;

export type Part = 'train' | 'test' | 'left-out';

/** The share of each class that is for testing. */
const TEST_SHARE = 0.2;

/** With so many drawings of a sign, if not written in one go, one of them is for testing. */
export const FEWEST_TO_TEST = Math.ceil(0.5 / TEST_SHARE);

/** So many drawings of one sign in a row, in one sitting, were written in one go and resemble each other. */
const LONGEST_ROW = 3;

interface Placed {
  readonly sample: PartedSample;
  readonly outline: Outline;
  part: Part;
  /** The place of the first of those that it belongs to. */
  group: number;
  isNearDuplicate: boolean;
}

/**
 * Parts a hand's drawings into training and test images, one after the other as they are made. A drawing goes where those are
 * that it is nearly the same as, or that were written in one go with it; else to whichever part is short of its class. So nothing
 * that a model was tested on has a near-duplicate among what it was trained on, and what was decided never changes as the hand
 * grows: a model that learns from yesterday's can be tested on what neither has seen. One that is nearly the same as a training
 * image and as a test image can be in neither part.
 */
export class Parting {
  private readonly size: Size;
  private readonly placed: Placed[] = [];
  /** The drawings in a row that the last one belongs to. */
  private row = { sitting: '', label: '', length: 0 };
  private readonly counts = new Map<string, { all: number; test: number }>();

  constructor(size: Size) {
    this.size = size;
  }

  get count(): number {
    return this.placed.length;
  }

  /** Throws RangeError for an image of another size. */
  add(sample: PartedSample): void {
    if (sample.image.length !== this.size.width * this.size.height) throw new RangeError('an image of another size');
    const outline = outlineOf(sample.image, this.size);
    const alike = this.placed.flatMap((other, i) => (areNearlyTheSame(other.outline, outline) ? [i] : []));
    const row = this.continueRow(sample);
    const near = alike.map((i) => this.placed[i]!).filter(({ part }) => part !== 'left-out');
    const parts = new Set(near.map(({ part }) => part));
    // What is nearly the same binds; what was written in one go only leans.
    const part = parts.size > 1 ? 'left-out' : ([...parts][0] ?? row?.part ?? this.shortPart(sample.label));
    const place = this.placed.length;
    const bound = near.length > 0 ? near : row?.part === part ? [row] : [];
    const group = Math.min(place, ...bound.map((other) => other.group));
    this.placed.push({ sample, outline, part, group, isNearDuplicate: alike.length > 0 });
    if (part === 'left-out') return;
    this.join(new Set(bound.map((other) => other.group)), group);
    const count = this.countOf(sample.label);
    count.all++;
    if (part === 'test') count.test++;
  }

  /** Of a drawing, by the order in which they came. */
  partOf(place: number): Part {
    return this.placed[place]!.part;
  }

  /** Drawings of one group are never parted; the group's name is the place of its first. */
  groupOf(place: number): number {
    return this.placed[place]!.group;
  }

  isNearDuplicate(place: number): boolean {
    return this.placed[place]!.isNearDuplicate;
  }

  /** Counts a drawing into its row, and returns the one before it in that; null where there is none that it could follow. */
  private continueRow({ sitting, label }: PartedSample): Placed | null {
    const { row } = this;
    const goesOn = row.sitting === sitting && row.label === label && row.length < LONGEST_ROW;
    this.row = { sitting, label, length: goesOn ? row.length + 1 : 1 };
    const before = goesOn ? this.placed.at(-1)! : null;
    return before?.part === 'left-out' ? null : before;
  }

  private shortPart(label: string): Part {
    const { all, test } = this.countOf(label);
    return test + 1 <= Math.round(TEST_SHARE * (all + 1)) ? 'test' : 'train';
  }

  private join(groups: ReadonlySet<number>, into: number): void {
    if (groups.size < 2) return;
    for (const each of this.placed) if (groups.has(each.group)) each.group = into;
  }

  private countOf(label: string): { all: number; test: number } {
    const count = this.counts.get(label) ?? { all: 0, test: 0 };
    this.counts.set(label, count);
    return count;
  }
}
