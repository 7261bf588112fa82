import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areNearlyTheSame, outlineOf } from '../../shared/hands/near-duplicates.ts';
import { FEWEST_TO_TEST, Parting, type PartedSample } from '../../shared/hands/parting.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import type { Drawing } from '../../shared/ink/types.ts';
import type { PenStrokes } from '../../shared/contract/schemas/hand.ts';
import { stream } from '../../shared/random/random.ts';
import { almost, scrawl, someDigits } from '../fixtures/hand-drawings.ts';

const SIZE = { width: 28, height: 28 };
const imageOf = (strokes: PenStrokes): Uint8Array => rasterize(strokes as unknown as Drawing);
const outline = (strokes: PenStrokes) => outlineOf(imageOf(strokes), SIZE);

function partingOf(samples: readonly PartedSample[]): Parting {
  const parting = new Parting(SIZE);
  for (const sample of samples) parting.add(sample);
  return parting;
}

/** What the quick look at ink, rows and columns comes to, without it. */
function slowly(a: Uint8Array, b: Uint8Array): boolean {
  const ink = [...a, ...b].reduce((sum, level) => sum + level, 0);
  const at = (image: Uint8Array, x: number, y: number): number =>
    x < 0 || y < 0 || x > 27 || y > 27 ? 0 : image[y * 28 + x]!;
  for (const right of [-1, 0, 1]) {
    for (const down of [-1, 0, 1]) {
      let sum = 0;
      for (let y = -1; y < 29; y++)
        for (let x = -1; x < 29; x++) sum += Math.abs(at(a, x, y) - at(b, x + right, y + down));
      if (sum <= 0.06 * ink) return true;
    }
  }
  return false;
}

/** A writer's drawings: some are earlier ones written almost the same again. */
const writing = fc.array(
  fc.record({
    sitting: fc.constantFrom('a', 'b', 'c'),
    label: fc.constantFrom('1', '2', '3'),
    /** Of an earlier drawing, by its place from the end; 0: a new one. */
    again: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  }),
  { minLength: 1, maxLength: 60 },
);

function samplesOf(items: readonly { sitting: string; label: string; again: number }[]): PartedSample[] {
  const random = stream(1, 'augment');
  const made: PenStrokes[] = [];
  return items.map(({ sitting, label, again }, i) => {
    const before = again > 0 ? made.at(-again) : undefined;
    made.push(before ? almost(before, 0.005, random) : scrawl(i));
    return { sitting, label, image: imageOf(made.at(-1)!) };
  });
}

describe('near-duplicates', () => {
  it('are the same strokes moved by up to 1 % of their height, wherever the centre of mass rounds to', () => {
    const random = stream(3, 'augment');
    const all = Array.from({ length: 100 }, (_, i) => scrawl(i));
    const found = all.filter((strokes) => areNearlyTheSame(outline(strokes), outline(almost(strokes, 0.01, random))));
    expect(found.length).toBeGreaterThanOrEqual(95);
  });

  it('are found as by the slow way, on digits and on their shifted copies', () => {
    const { images } = someDigits(25);
    const all = Array.from({ length: 25 }, (_, i) => images.subarray(i * 784, (i + 1) * 784));
    const shifted = all.map((image) => Uint8Array.from(image, (_, i) => image[i - 29] ?? 0));
    const both = [...all, ...shifted];
    let near = 0;
    for (const a of both) {
      for (const b of both) {
        const told = areNearlyTheSame(outlineOf(a, SIZE), outlineOf(b, SIZE));
        expect(told).toBe(slowly(a, b));
        near += Number(told);
      }
    }
    // Each with itself, and with its copy, either way round.
    expect(near).toBeGreaterThanOrEqual(4 * 25);
    expect(near).toBeLessThan(5 * 25);
  });
});

describe('the parts of a hand', () => {
  it('never part near-duplicates, in whichever sittings they were made', () => {
    fc.assert(
      fc.property(writing, (items) => {
        const samples = samplesOf(items);
        const parting = partingOf(samples);
        const outlines = samples.map(({ image }) => outlineOf(image, SIZE));
        for (let i = 0; i < samples.length; i++) {
          for (let j = 0; j < i; j++) {
            const parts = [parting.partOf(i), parting.partOf(j)];
            if (parts.includes('left-out') || !areNearlyTheSame(outlines[i]!, outlines[j]!)) continue;
            expect(parts[0]).toBe(parts[1]);
            expect(parting.groupOf(i)).toBe(parting.groupOf(j));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have the first one to test with at the third of a sign, not sooner', () => {
    const samples = Array.from({ length: 2 * FEWEST_TO_TEST }, (_, i) => ({
      sitting: 'a',
      label: String(i % 2),
      image: imageOf(scrawl(i)),
    }));
    const parting = partingOf(samples);
    const parts = samples.map((_, place) => parting.partOf(place));
    expect(parts.slice(0, -2)).toEqual(samples.slice(0, -2).map(() => 'train'));
    expect(parts.slice(-2)).toEqual(['test', 'test']);
  });

  it('stay as they were when the hand grows', () => {
    fc.assert(
      fc.property(writing, fc.nat(60), (items, cut) => {
        const samples = samplesOf(items);
        const before = partingOf(samples.slice(0, cut));
        const after = partingOf(samples);
        for (let i = 0; i < before.count; i++) expect(after.partOf(i)).toBe(before.partOf(i));
      }),
      { numRuns: 40 },
    );
  });

  it.each([1, 3])('set a fifth of each class aside for testing, written %i in a row', (row) => {
    const labels = Array.from({ length: 300 }, (_, i) => String(Math.floor(i / row) % 3));
    const samples = labels.map((label, i) => ({ sitting: 'a', label, image: imageOf(scrawl(i)) }));
    const parting = partingOf(samples);
    for (const label of ['0', '1', '2']) {
      const own = labels.flatMap((each, i) => (each === label ? [parting.partOf(i)] : []));
      const tested = own.filter((part) => part === 'test').length;
      expect(tested).toBeGreaterThanOrEqual(18);
      expect(tested).toBeLessThanOrEqual(22);
      expect(own[0]).toBe('train');
    }
  });

  it('keep together what was written three in a row, and no more', () => {
    const samples = Array.from({ length: 9 }, (_, i) => ({ sitting: 'a', label: '7', image: imageOf(scrawl(i)) }));
    const parting = partingOf(samples);
    const groups = samples.map((_, i) => parting.groupOf(i));
    expect(groups).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6]);
    const elsewhere = partingOf(samples.map((sample, i) => ({ ...sample, sitting: String(i) })));
    expect(new Set(samples.map((_, i) => elsewhere.groupOf(i))).size).toBe(9);
  });

  it('leave out one that is nearly the same as a training and as a test image', () => {
    const { images } = someDigits(3);
    const [first, second, third] = [0, 1, 2].map((i) => images.slice(i * 784, (i + 1) * 784)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    // Towards each other until the middle is near both and they are not near one another.
    const mix = (share: number): Uint8Array =>
      first.map((level, i) => Math.round(level * (1 - share) + second[i]! * share));
    const [left, right] = [mix(0.43), mix(0.57)];
    const near = (a: Uint8Array, b: Uint8Array): boolean => areNearlyTheSame(outlineOf(a, SIZE), outlineOf(b, SIZE));
    expect([near(left, right), near(left, mix(0.5)), near(right, mix(0.5))]).toEqual([false, true, true]);
    const parting = partingOf(
      [left, third, right, mix(0.5)].map((image, i) => ({ sitting: String(i), label: '1', image })),
    );
    expect([0, 1, 2, 3].map((i) => parting.partOf(i))).toEqual(['train', 'train', 'test', 'left-out']);
  });
});
