import { describe, expect, it } from 'vitest';
import { learnSureness, type KnownLine } from '../../shared/reading/judge-kinds.ts';
import { stream } from '../../shared/random/random.ts';
import { readingWishSchema } from '../../shared/contract/schemas/reading.ts';
import { calibrate, judge, type Judged } from '../../shared/reading/calibrate.ts';
import { surenessSchema } from '../../shared/contract/schemas/sureness.ts';
import { emissionsOf, type Emissions } from '../../shared/reading/emissions.ts';
import { confidenceOf, isSure, logistic } from '../../shared/reading/confidence.ts';

/** Lines of a model that claims more than it knows: the odds of being right are the half of what it says, and less outside the kind. */
function lines(n: number, seed: number): Judged[] {
  const random = stream(seed, 'sample');
  return Array.from({ length: n }, () => {
    const [share, within] = [random.normal(12, 6), random.normal(4, 4)];
    const right = random.chance(logistic(0.5 * share + 0.2 * within - 1));
    return { share: logistic(share), within: -Math.log1p(Math.exp(-within)), right };
  });
}

describe('a calibration', () => {
  const sureness = calibrate(lines(12_000, 1));

  it('finds what the odds are worth', () => {
    expect(sureness.share).toBeCloseTo(0.5, 1);
    expect(sureness.within).toBeCloseTo(0.2, 1);
    expect(sureness.bias).toBeCloseTo(-1, 0);
  });

  it('tells confidences that are right as often as they say, on other lines', () => {
    const others = lines(30_000, 2).map((line) => ({ ...line, confidence: confidenceOf(line, sureness) }));
    for (const [from, to] of [
      [0.5, 0.7],
      [0.7, 0.9],
      [0.9, 0.97],
      [0.97, 0.99],
    ] as const) {
      const those = others.filter(({ confidence }) => confidence >= from && confidence < to);
      const right = those.filter(({ right: is }) => is).length / those.length;
      const said = those.reduce((sum, { confidence }) => sum + confidence, 0) / those.length;
      expect(Math.abs(right - said)).toBeLessThan(0.05);
    }
  });

  it('calls sure what is wrong once in a hundred at most, on other lines, and much of it', () => {
    const sure = lines(30_000, 3).filter((line) => isSure(confidenceOf(line, sureness), sureness));
    expect(sure.length).toBeGreaterThan(15_000);
    expect(sure.filter(({ right }) => !right).length).toBeLessThan(0.01 * sure.length);
  });

  it('calls nothing sure where nothing proves it: few lines, or a model that guesses', () => {
    const few = calibrate(lines(100, 4));
    expect(few.threshold).toBeNull();
    expect(isSure(1, few)).toBe(false);
    const guessed = lines(4000, 5).map((line, i) => ({ ...line, right: i % 3 > 0 }));
    expect(calibrate(guessed).threshold).toBeNull();
  });

  it('of lines that are all right is finite, and calls them sure', () => {
    const all = lines(2000, 6).map((line) => ({ ...line, right: true }));
    const { bias, share, within, threshold, sure } = calibrate(all);
    expect([bias, share, within].every(Number.isFinite)).toBe(true);
    expect([threshold !== null, sure]).toEqual([true, 1000]);
  });

  it('is learnt from lines that are judged by the text of their kind', () => {
    const classes = [...'0123456789.$'];
    const text = [...'$4.50'];
    const logits = [undefined, ...text.flatMap((sign) => [sign, undefined])].flatMap((sign) =>
      [...classes, undefined].map((each) => (each === sign ? 12 : 0)),
    );
    const amount = readingWishSchema.parse({ kind: 'amount' });
    const told = judge(emissionsOf(logits, classes.length), classes, amount, [...'4.50']);
    expect(told.right).toBe(true);
    expect(told.share).toBeGreaterThan(0.99);
    // The same amount, written otherwise, and another one.
    expect(judge(emissionsOf(logits, classes.length), classes, amount, [...'$4.5']).right).toBe(true);
    expect(judge(emissionsOf(logits, classes.length), classes, amount, [...'$4.6']).right).toBe(false);
    // No room for so many signs.
    const code = readingWishSchema.parse({ kind: 'code', length: 12 });
    expect(judge(emissionsOf(logits, classes.length), classes, code, text)).toEqual({
      ...{ share: 0, within: -Infinity, right: false },
    });
  });

  it('before there is one is cautious', () => {
    const evidence = { share: 0.999, within: Math.log(0.9) };
    expect(confidenceOf(evidence, null)).toBeCloseTo(0.8991, 6);
    expect(isSure(confidenceOf(evidence, null), null)).toBe(false);
    expect(isSure(confidenceOf({ share: 0.999, within: 0 }, null), null)).toBe(true);
  });
});

describe('the sureness of a model', () => {
  const classes = [...'0123456789.,-/'];
  /** What a model says of a text that is sure of each sign but now and then reads another one. */
  function said(text: string, random: ReturnType<typeof stream>): Emissions {
    const width = classes.length + 1;
    const logits = new Float32Array((2 * text.length + 1) * width);
    for (let t = 0; t <= 2 * text.length; t++) {
      const right = t % 2 === 1 ? classes.indexOf(text[(t - 1) / 2]!) : classes.length;
      const wrong = random.chance(0.02) ? random.integer(10) : right;
      for (let k = 0; k < width; k++) logits[t * width + k] = random.normal(0, 1);
      logits[t * width + right]! += 6;
      logits[t * width + wrong]! += 5;
    }
    return emissionsOf(logits, classes.length);
  }

  it('is learnt for each kind from the lines that may be of it, and holds for others', () => {
    const random = stream(1, 'sample');
    const lines = (n: number): KnownLine[] =>
      Array.from({ length: n }, () => {
        const truth = String(10 + random.integer(90));
        return { emissions: said(truth, random), truth: [...truth] };
      });
    const sureness = surenessSchema.parse(learnSureness(lines(1400), classes, 'f'.repeat(64)));
    const { line, code, amount, date } = sureness.kinds;
    // Two digits are a code and an amount, too; a day only where somebody mistakes them for one, and then nothing is sure.
    expect([line, code, amount, date].map((kind) => kind!.lines)).toEqual([700, 700, 700, 35]);
    expect(date!.threshold).toBeNull();
    const wish = readingWishSchema.parse({ kind: 'code', length: 2 });
    const others = lines(600).map(({ emissions, truth }) => judge(emissions, classes, wish, truth));
    const sure = others.filter((line) => isSure(confidenceOf(line, code!), code!));
    expect(sure.length).toBeGreaterThan(0.5 * others.length);
    expect(sure.filter(({ right }) => !right).length).toBeLessThanOrEqual(0.01 * sure.length + 2);
  });
});
