import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedText } from '../../shared/reading/decode-line.ts';
import { joinLooks } from '../../shared/reading/join-looks.ts';

/** A look's texts with their shares, likeliest first. */
function look(within: number, ...texts: readonly (readonly [text: string, share: number])[]): DecodedText {
  const [first, ...others] = texts.map(([text, share]) => ({
    ...{ text, share },
    signs: [...text].map(Number),
    kept: [...text].map((_, place) => place),
  }));
  return { ...first!, within, others };
}

describe('looks at one line', () => {
  it('say together what neither of them thinks likeliest, where both give it much', () => {
    const joined = joinLooks([look(0, ['17', 0.5], ['11', 0.45]), look(0, ['77', 0.5], ['11', 0.45])])!;
    expect([joined.read.text, joined.read.signs]).toEqual(['11', [1, 1]]);
    expect(joined.read.share).toBeCloseTo(0.45);
    expect(joined.read.others.map(({ text }) => text).sort()).toEqual(['17', '77']);
  });

  it('count less where the line is hardly of its kind', () => {
    const joined = joinLooks([look(Math.log(0.01), ['17', 1]), look(Math.log(0.99), ['71', 0.9])])!;
    expect([joined.look, joined.read.text]).toEqual([1, '71']);
    // What that look itself gives it.
    expect(joined.read.share).toBe(0.9);
    expect(Math.exp(joined.read.within)).toBeCloseTo(0.5);
  });

  it('do not count where nothing is read in them', () => {
    const read = look(-1, ['4', 0.8]);
    expect(joinLooks([null, look(0, ['', 1]), read])).toEqual({ look: 2, read });
    expect(joinLooks([null, look(0, ['', 1])])).toBeNull();
  });

  it('give the text most that has most of all, and all others no more than it', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    const some = fc
      .uniqueArray(fc.tuple(fc.constantFrom('1', '2', '3', '4'), share), { minLength: 1, selector: ([text]) => text })
      .chain((texts) => fc.double({ min: -20, max: 0, noNaN: true }).map((within) => ({ texts, within })));
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 3 }), (looks) => {
        const whole = looks.map(({ texts, within }) => {
          const sum = texts.reduce((total, [, each]) => total + each, 0);
          const shares = texts.map(([text, each]) => [text, each / sum] as const).sort(([, a], [, b]) => b - a);
          return look(within, ...shares);
        });
        const { read, look: best } = joinLooks(whole)!;
        const summed = (text: string): number =>
          whole.reduce((sum, each) => {
            const its = [each, ...each.others].find((one) => one.text === text);
            return sum + (its?.share ?? 0) * Math.exp(each.within);
          }, 0);
        for (const { text, share } of read.others) {
          expect(summed(text)).toBeLessThanOrEqual(summed(read.text) * (1 + 1e-9));
          expect(share).toBeGreaterThan(0);
        }
        expect(read.share).toBeGreaterThan(0);
        expect(read.share).toBeLessThanOrEqual(1);
        expect([whole[best]!, ...whole[best]!.others].map(({ text }) => text)).toContain(read.text);
      }),
    );
  });
});
