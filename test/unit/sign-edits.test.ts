import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../shared/evaluation/edit-distance.ts';
import { countedEdits, signEdits } from '../../shared/evaluation/sign-edits.ts';

describe('signs that were read wrongly', () => {
  it.each<[string, number[], number[], (number | null)[][]]>([
    ['nothing', [1, 2, 3], [1, 2, 3], []],
    ['one as another', [1, 7, 3], [1, 2, 3], [[2, 7]]],
    ['one not at all', [1, 3], [1, 2, 3], [[2, null]]],
    ['one where none stands', [1, 2, 2, 3], [1, 2, 3], [[null, 2]]],
    [
      'all of a line that was read as nothing',
      [],
      [4, 5],
      [
        [4, null],
        [5, null],
      ],
    ],
    ['each where nothing stands', [4], [], [[null, 4]]],
  ])('are %s', (_, read, truth, edits) => {
    expect(signEdits(read, truth)).toEqual(edits);
  });

  it('are as many as the edit distance, and make the truth of what was read', () => {
    const signs = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(signs, signs, (read, truth) => {
        const edits = signEdits(read, truth);
        expect(edits).toHaveLength(editDistance(read, truth));
        const count = (list: readonly number[], sign: number): number => list.filter((one) => one === sign).length;
        for (const sign of [0, 1, 2, 3]) {
          const [gained, lost] = [edits.filter(([t]) => t === sign).length, edits.filter(([, r]) => r === sign).length];
          expect(count(read, sign) + gained - lost).toBe(count(truth, sign));
        }
      }),
    );
  });

  it('are counted by kind, the most frequent first', () => {
    const edits = [...signEdits([7], [2]), ...signEdits([], [3]), ...signEdits([7], [2]), ...signEdits([1], [])];
    expect(countedEdits(edits)).toEqual([
      [2, 7, 2],
      [3, null, 1],
      [null, 1, 1],
    ]);
  });
});
