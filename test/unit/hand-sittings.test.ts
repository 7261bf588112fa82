import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strokeTimes } from '../../shared/data/stroke-times.ts';
import { foldSitting } from '../../shared/hands/fold.ts';
import { parseSittingLine, sittingText, type SittingLine } from '../../shared/hands/sitting-lines.ts';
import { folderNames } from '../../electron/services/hands/folder-names.ts';
import { scrawl } from '../fixtures/hand-drawings.ts';

const [one, two] = ['00000000000a', '00000000000b'] as const;
const header: SittingLine = { type: 'sitting', version: 1, source: 'collecting', startedAt: 5 };
const added = (id: string, label = 'c0'): SittingLine => ({ type: 'added', id, at: 6, label, strokes: scrawl(1) });
const lines = fc.array(
  fc.oneof(
    fc.constantFrom(one, two).map((id) => added(id)),
    fc.record({
      type: fc.constantFrom('deleted' as const, 'restored' as const),
      id: fc.constantFrom(one, two),
      at: fc.nat(),
    }),
    fc.record({
      type: fc.constant('relabelled' as const),
      id: fc.constantFrom(one, two),
      at: fc.nat(),
      label: fc.constantFrom('c1', 'c2'),
    }),
  ),
);

describe("a sitting's lines", () => {
  it('come to what the last of them say', () => {
    const { source, startedAt, samples } = foldSitting([
      header,
      added(one),
      added(two),
      { type: 'relabelled', id: one, at: 7, label: 'c3' },
      { type: 'deleted', id: two, at: 8 },
      { type: 'deleted', id: one, at: 9 },
      { type: 'restored', id: one, at: 10 },
    ]);
    expect([source, startedAt]).toEqual(['collecting', 5]);
    expect([...samples.values()].map(({ label, firstLabel, deleted }) => [label, firstLabel, deleted])).toEqual([
      ['c3', 'c0', false],
      ['c0', 'c0', true],
    ]);
  });

  it('come to the same read at once or piece by piece, and repeated or meaningless lines change nothing', () => {
    fc.assert(
      fc.property(lines, fc.nat(40), (all, cut) => {
        const whole = foldSitting(all);
        expect(foldSitting(all.slice(cut), foldSitting(all.slice(0, cut)))).toEqual(whole);
        const ids = [...whole.samples.keys()];
        const again = all.flatMap((line) => [line, ...(line.type === 'added' ? [added(line.id, 'c9')] : [])]);
        expect([...foldSitting(again).samples.keys()]).toEqual(ids);
      }),
    );
  });

  it('a change and its reverse leave the drawing as it was', () => {
    const before = foldSitting([header, added(one)]);
    const undone = foldSitting(
      [
        { type: 'deleted', id: one, at: 1 },
        { type: 'restored', id: one, at: 2 },
        { type: 'relabelled', id: one, at: 3, label: 'c5' },
        { type: 'relabelled', id: one, at: 4, label: 'c0' },
      ],
      before,
    );
    expect(undone).toEqual(before);
  });

  it('are read as they were written; torn, foreign and hostile ones are none', () => {
    for (const line of [header, added(one)]) expect(parseSittingLine(sittingText([line]).trim())).toEqual(line);
    expect(parseSittingLine(JSON.stringify({ ...header, version: 2 }))).toBe('newer');
    const torn = sittingText([added(one)]).slice(0, 80);
    const hostile = [
      torn,
      '',
      'null',
      '[]',
      '{"type":"added"}',
      JSON.stringify({ ...added(one), id: '../../etc' }),
      JSON.stringify({ ...added(one), strokes: [[[1e300, 0]]] }),
      sittingText([added(one)])
        .trim()
        .replace(/\[\[\[0,/, '[[[1e400,'),
      JSON.stringify({ ...added(one), strokes: [[[1, 1, -5]]] }),
      JSON.stringify({ ...added(one), strokes: [] }),
      '['.repeat(100_000),
    ];
    for (const text of hostile) expect(parseSittingLine(text)).toBeNull();
  });
});

describe('the times of strokes', () => {
  it('are found as third numbers, fields or columns, from the first point on', () => {
    expect(
      strokeTimes(
        [
          [
            [0, 0, 100],
            [1, 1, 116],
          ],
          [[2, 2, 300]],
        ],
        false,
      ),
    ).toEqual([[0, 16], [200]]);
    expect(
      strokeTimes(
        [
          [
            { x: 0, y: 0, t: 5 },
            { x: 0, y: 1, t: 6 },
          ],
        ],
        false,
      ),
    ).toEqual([[0, 1]]);
    expect(
      strokeTimes(
        [
          {
            points: [
              { x: 0, y: 0, time: 5 },
              { x: 0, y: 1, time: 6 },
            ],
          },
        ],
        false,
      ),
    ).toEqual([[0, 1]]);
    expect(
      strokeTimes(
        [
          [
            [0, 1],
            [5, 6],
            [10, 20],
          ],
        ],
        true,
      ),
    ).toEqual([[0, 10]]);
  });

  it.each([
    [
      'none',
      [
        [
          [0, 0],
          [1, 1],
        ],
      ],
    ],
    [
      'one missing',
      [
        [
          [0, 0, 1],
          [1, 1],
        ],
      ],
    ],
    [
      'pressure, which goes up and down',
      [
        [
          [0, 0, 0.1],
          [1, 1, 0.8],
          [2, 2, 0.3],
        ],
      ],
    ],
    [
      'pressure that stays',
      [
        [
          [0, 0, 0.5],
          [1, 1, 0.5],
        ],
      ],
    ],
    [
      'no numbers',
      [
        [
          [0, 0, '1'],
          [1, 1, '2'],
        ],
      ],
    ],
    [
      'not finite',
      [
        [
          [0, 0, 0],
          [1, 1, Infinity],
        ],
      ],
    ],
    ['no points', [[]]],
  ])('are none: %s', (_, strokes) => {
    expect(strokeTimes(strokes, false)).toBeNull();
  });
});

describe("folders for classes' names", () => {
  it('name nothing outside, are different on every disk, and keep what is plain', () => {
    const names = ['7', '汉', 'a b', '..', '.', '/', '\\', 'a', 'A', 'con', 'nul.txt', 'a.', ':', '%', 'é', ' '];
    const folders = folderNames(names);
    expect(folders.slice(0, 3)).toEqual(['7', '汉', 'a b']);
    expect(folders.slice(7, 9)).toEqual(['a', 'A (2)']);
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const folder of folders) expect(folder).toMatch(/^(?!(con|nul)(\.|$))[^./\\:]+$/i);
  });
});
