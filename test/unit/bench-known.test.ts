import { describe, expect, it } from 'vitest';
import { lettersResult, overWriters, writersResult, type Learnt } from '../../bench/hands/result.ts';
import { ALPHABET, letterWriter } from '../../bench/hands/letter-writer.ts';
import { digitSigns, simulatedWriter } from '../../bench/hands/simulated.ts';
import { heldOutNonDigits } from '../../bench/held-out/non-digits.ts';
import { isMet } from '../../bench/lib/goals.ts';
import { knownResult, type MeasuredModel } from '../../bench/parts/known.ts';
import { inkAnyPen } from '../../scripts/starter/pens.ts';
import { hashOf as hashWithin } from '../../shared/data/image-hash.ts';
import { extentOf } from '../../shared/ink/fit.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';

const { images } = readMnist('test');
const hashOf = (image: Uint8Array): number => hashWithin(image, 0, image.length);

describe('non-digits that no detector learns from', () => {
  it('are the same for a seed, of every kind, none of them blank and hardly two alike', () => {
    const pens = simulatedWriter(digitSigns, 2, 1);
    const [held, again] = [1, 2].map(() => heldOutNonDigits({ images, pens }, 1, 0.05));
    const hashes = (all: typeof held) => all!.map(({ images }) => hashOf(Buffer.concat(images)));
    expect(hashes(again)).toEqual(hashes(held));
    expect(held!.filter(({ ambiguous }) => ambiguous).map(({ kind }) => kind)).toEqual(['letters like digits']);
    for (const { kind, images: made } of held!) {
      expect(made.length, kind).toBeGreaterThanOrEqual(5);
      expect(
        made.every((image) => image.length === 784 && image.some((level) => level > 100)),
        kind,
      ).toBe(true);
      expect(new Set(made.map((image) => hashOf(image))).size / made.length, kind).toBeGreaterThan(0.85);
    }
  });
});

describe('a simulated writer', () => {
  it('writes each sign in one way, a little otherwise each time, and unlike another writer', () => {
    const first = simulatedWriter(digitSigns, 3, 1);
    expect(first).toEqual(simulatedWriter(digitSigns, 3, 1));
    expect(first.map(({ label }) => label)).toEqual(Array.from({ length: 30 }, (_, i) => Math.floor(i / 3)));
    const strokes = (writer: number) => simulatedWriter(digitSigns, 3, writer).map(({ drawing }) => drawing.length);
    const [own, other] = [strokes(1), strokes(2)];
    for (let i = 0; i < 30; i++) expect(own[i]).toBe(own[i - (i % 3)]);
    expect(own).not.toEqual(other);
    expect(first[0]!.drawing).not.toEqual(first[1]!.drawing);
  });

  it('of letters has all of them, in a style of its own, each drawing unlike the last', () => {
    const first = letterWriter(2, 1);
    expect(first).toEqual(letterWriter(2, 1));
    expect(first.map(({ label }) => ALPHABET[label])).toEqual([...'abcdefghijklmnopqrstuvwxyz'].flatMap((a) => [a, a]));
    expect(first.some(({ drawing }, i) => i % 2 === 1 && drawing === first[i - 1]!.drawing)).toBe(false);
    // Broader or narrower, in all letters together.
    const broad = (writer: number): number =>
      letterWriter(20, writer).reduce(
        (sum, { drawing }) => sum + extentOf(drawing)!.width / extentOf(drawing)!.height,
        0,
      );
    const [one, other, again] = [broad(1), broad(2), broad(1)];
    expect(again).toBe(one);
    expect(Math.abs(one - other) / one).toBeGreaterThan(0.05);
    const random = stream(1, 'synthetic');
    expect(first.every(({ drawing }) => inkAnyPen(drawing, random).some((level) => level > 100))).toBe(true);
  });
});

describe('what the measurements say', () => {
  const model = (digits: number, others: number): MeasuredModel => ({
    name: 'a model',
    seed: 1,
    right: 9900,
    digits: { refused: digits, of: 10_000 },
    others: [
      { kind: 'scribbles', ambiguous: false, refused: others, of: 1000 },
      { kind: 'letters', ambiguous: true, refused: 10, of: 1000 },
    ],
    atAim: 0.9,
    card: { signs: { count: 6000, refused: 109 }, others: { count: 1200, refused: 1100 } },
  });
  const verdicts = (one: MeasuredModel) => knownResult([one]).goals.map(isMet);

  it('meets the aim within the interval, each half by itself, and counts nothing that may be a digit', () => {
    expect(verdicts(model(200, 900))).toEqual([true, true]);
    expect(verdicts(model(225, 885))).toEqual([true, true]);
    expect(verdicts(model(240, 900))).toEqual([false, true]);
    expect(verdicts(model(150, 870))).toEqual([true, false]);
    expect(knownResult([model(200, 900)]).tables[0]!.rows[0]!.slice(1, 4)).toEqual([
      '99.00 %',
      '2.00 % (1.74 to 2.29)',
      '90.00 % (87.98 to 91.71)',
    ]);
  });

  it('adds up all writers’ errors, and says how far that holds for others', () => {
    const learnt = (samples: number, before: number, after: number): Learnt => ({
      kind: 'pen drawings',
      writer: before,
      samples,
      own: { before, after, of: 100 },
      mnist: { before: 60, after: 70, of: 10_000 },
      seconds: 5,
    });
    const all = [learnt(10, 0, 1), learnt(10, 9, 2), learnt(20, 0, 0), learnt(20, 10, 4)];
    const { tables, goals } = writersResult(all);
    expect(tables[0]!.rows.map(([, samples, digits]) => [samples, digits])).toEqual([
      ['10', '200'],
      ['20', '200'],
    ]);
    expect(tables[0]!.rows[0]![5]).toMatch(/^67 % /);
    expect(goals.map(isMet)).toEqual([true, true, false, true]);
    const letters = lettersResult([
      { writer: 1, samples: 3, tuned: 5, scratch: 50, of: 500 },
      { writer: 1, samples: 10, tuned: 6, scratch: 5, of: 500 },
    ]);
    expect(letters.tables[0]!.rows.map((row) => row.slice(1, 5))).toEqual([
      ['3', '500', '1.00 % (1.00 to 1.00)', '10.00 % (10.00 to 10.00)'],
      ['10', '500', '1.20 % (1.20 to 1.20)', '1.00 % (1.00 to 1.00)'],
    ]);
    expect(letters.goals.map(isMet)).toEqual([true, false]);
    const { value, interval } = overWriters([1, 2, 3, 4, 5], (some) => some.reduce((sum, one) => sum + one, 0) / 5);
    expect(value).toBe(3);
    expect(interval[0]).toBeGreaterThan(1.4);
    expect(interval[0]).toBeLessThan(2.2);
    expect(interval[1]).toBeGreaterThan(3.8);
    expect(interval[1]).toBeLessThan(4.6);
  });
});
