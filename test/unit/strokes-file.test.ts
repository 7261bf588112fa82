import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { parseStrokes } from '../../shared/data/strokes-file.ts';

const line = [
  [0, 0],
  [10, 20],
  [30, 20],
];
const drawings = (value: unknown) => parseStrokes(JSON.stringify(value), 'in.json').map(({ drawing }) => drawing);

describe('a file of strokes', () => {
  it.each([
    ['drawings', [[line]]],
    ['one drawing', [line]],
    ['an object of drawings', { drawings: [[line]] }],
    ['drawings with labels', [{ label: '7', strokes: [line] }]],
    ['strokes as objects', [[{ points: line }]]],
    ['points as objects', [[line.map(([x, y]) => ({ x, y }))]]],
    ['points with more behind them', [[line.map(([x, y]) => [x, y, 0.5, 12])]]],
    ['one object', { strokes: [line] }],
    [
      'Quick Draw’s',
      {
        word: 'line',
        drawing: [
          [
            [0, 10, 30],
            [0, 20, 20],
          ],
        ],
      },
    ],
  ])('is read as %s', (_, value) => {
    expect(drawings(value)).toEqual([[line]]);
  });

  it('has labels, also of Quick Draw’s', () => {
    const text = '{"word":"one","drawing":[[[1,2],[3,4]]]}\n{"label":2,"strokes":[[[1,2]]]}\n';
    expect(parseStrokes(text, 'x').map(({ label }) => label)).toEqual(['one', '2']);
  });

  it.each([
    ['', 'file-empty', {}],
    ['\ufeff  \n', 'file-empty', {}],
    ['[]', 'strokes-none', {}],
    ['{"drawings":[]}', 'strokes-none', {}],
    ['[[[[1,2],', 'strokes-unreadable', {}],
    ['{"strokes":[[[1,2]]]}\n{"strokes":', 'strokes-unreadable', { line: 2 }],
    ['7', 'strokes-other', { drawing: 1 }],
    ['[[7]]', 'stroke-other', { drawing: 1, stroke: 1 }],
    ['[[[[1,2],[3]]]]', 'point-other', { drawing: 1, stroke: 1, point: 2, found: 'nothing' }],
    ['[[[[1,2],[NaN,3]]]]', 'point-other', { drawing: 1, stroke: 1, point: 2, found: 'NaN' }],
    ['[[[[1,2]]],[[[1,2],[3,"4"]]]]', 'point-other', { drawing: 2, stroke: 1, point: 2, found: '"4"' }],
    ['[[[[1,2],[3,{"a":4}]]]]', 'point-other', { drawing: 1, stroke: 1, point: 2, found: '{…}' }],
  ])('%j is refused with %s', (text, code, params) => {
    const refusal = (): unknown => {
      try {
        return parseStrokes(text, 'x');
      } catch (thrown) {
        return thrown;
      }
    };
    expect(refusal()).toMatchObject({ code, params: { file: 'x', ...params } });
  });

  it('names what stands for a number without looking into it: it may be nested deeper than a stack goes', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => parseStrokes(`[[[[1,2],[3,${deep}]]]]`, 'x')).toThrow(
      expect.objectContaining({ code: 'point-other', params: expect.objectContaining({ found: '[…]' }) as object }),
    );
  });

  it('of any JSON gives finite points or a refusal in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          for (const drawing of drawings(value)) expect(drawing.flat(2).every(Number.isFinite)).toBe(true);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
