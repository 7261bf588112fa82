import { describe, expect, it } from 'vitest';
import { trainingFlops } from '../../bench/lib/flops.ts';
import { growth, megabytes, percent } from '../../bench/lib/format.ts';
import { atLeast, atMost, isMet } from '../../bench/lib/goals.ts';
import { readOptions } from '../../bench/lib/options.ts';
import { reportText, type Report } from '../../bench/lib/report.ts';
import { imagesSeen, speedBetween } from '../../bench/lib/run-speed.ts';
import { tableMarkdown, tableText } from '../../bench/lib/table.ts';
import { softmax } from '../../shared/model/presets/softmax.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';

const table = {
  title: 'Speed',
  columns: ['way', 'images/s'],
  rows: [
    ['a graph', '12,345'],
    ['op | op', '9'],
  ],
  notes: ['in turns'],
};

describe('a table', () => {
  it('is as wide as its widest cells, words to the left and numbers to the right', () => {
    expect(tableText(table)).toBe(
      ['Speed', '  way      images/s', '  a graph    12,345', '  op | op         9', '  (in turns)'].join('\n'),
    );
  });

  it('is Markdown that a bar in a cell does not break', () => {
    expect(tableMarkdown(table)).toBe(
      [
        '### Speed',
        '',
        '| way | images/s |',
        '| --- | ---: |',
        '| a graph | 12,345 |',
        '| op \\| op | 9 |',
        '',
        'In turns.',
      ].join('\n'),
    );
  });
});

describe('numbers in words', () => {
  it('says how large and which way', () => {
    expect(megabytes(1_234_567_890)).toBe('1,235 MB');
    expect(growth(-20_000)).toBe('-0.02 MB');
    expect(growth(1_500_000)).toBe('+1.50 MB');
    expect(percent(0.0123)).toBe('1.2 %');
  });
});

describe('a goal', () => {
  it('is met at its limit, on its own side, and never by what is no number', () => {
    const words = (value: number) => `${value}`;
    expect([3.1, 3.2, 4].map((value) => isMet(atLeast('speed', value, 3.2, words)))).toEqual([false, true, true]);
    expect([1, 2, 2.1].map((value) => isMet(atMost('cost', value, 2, words)))).toEqual([true, true, false]);
    expect(isMet(atLeast('speed', NaN, 3.2, words)) || isMet(atMost('cost', NaN, 2, words))).toBe(false);
  });
});

describe('what a run costs and how fast it was', () => {
  it("counts a step's operations without the gradient of the images", () => {
    // Conv 26x26x32x9, conv 11x11x64x288, dense 1600x128, dense 128x10: multiply-accumulates.
    const [first, others] = [194_688, 2_230_272 + 204_800 + 1_280];
    expect(trainingFlops(tutorial.model)).toBe(2 * (2 * first + 3 * others));
    expect(trainingFlops(softmax.model)).toBe(2 * 2 * 7840);
  });

  it("knows that an epoch's last batch is smaller", () => {
    expect([0, 1, 3, 4, 8].map((steps) => imagesSeen(steps, 400, 128))).toEqual([0, 128, 384, 400, 800]);
  });

  it('tells the speed between two moments of a run, in the middle of calls as well', () => {
    const steps = (step: number, time: number) => ({ type: 'steps', step, time });
    const logs = [steps(1, 1000), { type: 'memory', time: 1500, step: 1 }, steps(5, 2000), steps(6, 3000)];
    const speed = speedBetween(logs);
    expect(speed(1500, 2000)).toBe(4);
    expect(speed(1500, 2500)).toBe(2.5);
    expect(() => speed(1500, 3001)).toThrow('no steps');
  });
});

describe('the command', () => {
  const parts = [
    { name: 'speed', about: '' },
    { name: 'memory', about: '' },
  ];

  it('takes parts in the order of the suite, all of them if none is named', () => {
    expect(readOptions(['memory', 'speed'], parts)?.parts.map(({ name }) => name)).toEqual(['speed', 'memory']);
    expect(readOptions([], parts)?.parts).toHaveLength(2);
    expect(readOptions(['--quick', '--out', 'x.json', 'memory'], parts)).toMatchObject({ quick: true, out: 'x.json' });
    expect(readOptions(['--model', 'a', '--model', 'b'], parts)?.models).toEqual(['a', 'b']);
    expect(readOptions([], parts)?.models).toEqual([]);
  });

  it('understands nothing else', () => {
    for (const argv of [['sped'], ['--fast'], ['--out'], ['--help']]) expect(readOptions(argv, parts)).toBeNull();
  });
});

describe('a report', () => {
  const report: Report = {
    version: 1,
    date: '2026-12-01T10:00:00.000Z',
    quick: true,
    machine: {
      processor: 'A Processor',
      processors: 2,
      features: ['avx2', 'avx512f'],
      memoryBytes: 24 * 2 ** 30,
      system: 'Linux 6 x64',
      tensorflow: '2.18.1',
      node: '24.21.0',
      commit: 'abc1234+',
      loadAverage: 3,
    },
    parts: [
      {
        name: 'speed',
        tables: [table],
        goals: [atLeast('ours to theirs', 2, 3, (value) => value.toFixed(1))],
        data: {},
        seconds: 1,
        failure: null,
      },
      { name: 'memory', tables: [], goals: [], data: null, seconds: 1, failure: 'no memory' },
    ],
  };

  it('tells machine, tables, goals and what failed, and does not hide a busy machine or a quick look', () => {
    const text = reportText(report, 'text');
    expect(text).toContain('2026-12-01: 2 processors of A Processor (avx512f), 24 GiB');
    expect(text).toContain('commit abc1234+. The machine was busy before (load 3.0). A quick look');
    expect(text).toContain('12,345');
    expect(text).toMatch(/ours to theirs +2\.0 +at least 3\.0 +no/);
    expect(text).toContain('memory failed: no memory');
    expect(reportText(report, 'markdown')).toContain('| ours to theirs | 2.0 | at least 3.0 | no |');
  });
});
