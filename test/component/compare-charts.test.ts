import { describe, expect, it } from 'vitest';
import { stretches } from '../../renderer/charts/bands.ts';
import { curvesOf, valueAxis } from '../../renderer/charts/chart-model.ts';
import { curvesSvg } from '../../renderer/charts/svg.ts';
import { epochAxis, shareAxis, timeAxis, type LineSeries } from '../../renderer/charts/index.ts';
import { curveOf, lineCurve } from '../../renderer/features/compare/curves.ts';
import { tradeoffPlot, tradeoffPoints } from '../../renderer/features/compare/tradeoff.ts';
import { tradeoffSvg } from '../../renderer/features/compare/tradeoff-svg.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import { RunSeries } from '../../renderer/stores/run-series.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { comparedLines, parseCompared } from '../../shared/runs/compared-lines.ts';
import { comparisonCsv, comparisonFacts } from '../../shared/runs/comparison-report.ts';
import { testSetsOf } from '../../shared/runs/tested-lines.ts';
import { comparedLogs, comparedRun, comparedSeed } from '../fixtures/compared-runs.ts';
import { someSpec } from '../fixtures/scripted-host.ts';

const format = createFormat('en');
const seriesOf = (run: ReturnType<typeof comparedRun>): RunSeries => {
  const series = new RunSeries();
  series.apply(comparedLogs(run));
  return series;
};
const drawn = (run: ReturnType<typeof comparedRun>) => ({ run, series: seriesOf(run) });
/** A document of vectors alone, well formed, without anything of the page's theme. */
function parsed(svg: string): Document {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')).toBeNull();
  expect(document.documentElement.tagName).toBe('svg');
  expect(svg).not.toMatch(/var\(|<image|class=/);
  return document;
}

describe('the curves of a line', () => {
  const run = comparedRun('run-a', 98);

  it('lie along steps, epochs, the time without pauses, or the share of the run', () => {
    const x = (axis: Parameters<typeof curveOf>[2]) => [
      ...Array.from(curveOf(drawn(run), 'validation-accuracy', axis).x),
    ];
    expect(x('step')).toEqual([10, 20]);
    expect(x('epoch')).toEqual([1, 2]);
    expect(x('time')).toEqual([15, 30]);
    expect(x('share')).toEqual([0.5, 1]);
    expect(curveOf(drawn(run), 'train-loss', 'epoch').length).toBe(20);
    expect(curveOf({ run, series: null }, 'rate', 'step').length).toBe(0);
  });

  it('of seeds are their mean in a band; of one run its own', () => {
    const seeds = [comparedSeed(0, 95), comparedSeed(1, 97)].map(drawn);
    const together = lineCurve({ id: 'three' }, seeds, 'validation-accuracy', 'epoch');
    expect([...Array.from(together.y)].at(-1)).toBeCloseTo(0.96, 6);
    expect([together.interval!.low[1], together.interval!.high[1]]).toEqual([0.95, 0.97]);
    expect(lineCurve({ id: 'one' }, [drawn(run)], 'validation-accuracy', 'epoch').interval).toBeUndefined();
  });

  it('may leave the picture at their start', () => {
    const one: LineSeries = { id: 'a', name: 'a', color: 1, x: [1, 2, 3], y: [0.4, 0.96, 0.97], length: 3 };
    const low = (startsOut?: number) => valueAxis(curvesOf([one], false), 'accuracy', false, 300, 1, startsOut).low;
    expect(low()).toBeLessThan(0.41);
    expect(low(1 / 3)).toBeGreaterThan(0.9);
  });

  it('have bands without what is not known', () => {
    expect(stretches([NaN, 1, 1, NaN, 1], [1, 2, 2, 2, 2], 5)).toEqual([
      [1, 3],
      [4, 5],
    ]);
    expect(stretches([], [], 0)).toEqual([]);
  });
});

describe('axes along a run', () => {
  it('are told in words', () => {
    expect(epochAxis(format, 7).ticks).toEqual([0, 2, 4, 6]);
    expect(timeAxis(format, 7200).ticks.map(timeAxis(format, 7200).text)).toEqual([
      '0:00',
      '25:00',
      '50:00',
      '1:15:00',
      '1:40:00',
    ]);
    expect(shareAxis(format).ticks.map(shareAxis(format).text)).toEqual(['0%', '25%', '50%', '75%', '100%']);
  });
});

describe('drawings for print', () => {
  it('of curves hold each line, its band and its name, whatever it is called', () => {
    const name = '<Best> & "last"';
    const series: LineSeries[] = [
      { id: 'a', name, color: 1, x: [1, 2], y: [0.9, 0.95], length: 2 },
      {
        ...{ id: 'b', name: 'b', color: 2, dash: 1, x: [1, 2, 3], y: [0.8, NaN, 0.9], length: 3 },
        interval: { low: [0.7, NaN, 0.85], high: [0.9, NaN, 0.95], band: true },
      },
    ];
    const curves = curvesOf(series, false);
    const y = valueAxis(curves, 'accuracy', false, 400);
    const labels = [
      { name, value: '95%' },
      { name: 'b', value: '90%' },
    ];
    const picture = { title: 'Validation', curves, labels, x: epochAxis(format, 3), y, log: false };
    const document = parsed(curvesSvg({ ...picture, yText: (tick) => format.percent(tick) }));
    const strokes = [...document.querySelectorAll('path[stroke]')];
    expect(strokes.map((path) => path.getAttribute('stroke'))).toEqual(['#c8321f', '#0072b2']);
    // A gap begins the line anew.
    expect(strokes[1]!.getAttribute('d')!.match(/M/g)).toHaveLength(2);
    expect(strokes[1]!.getAttribute('stroke-dasharray')).toBe('7 4');
    expect(document.querySelectorAll('path[opacity="0.16"]')).toHaveLength(1);
    expect(document.documentElement.textContent).toContain(name);
  });

  it('of cost hold each point with its interval, others in grey, and the front', () => {
    const lines = comparedLines(
      parseCompared('run-a,run-b'),
      new Map([comparedRun('run-a', 98), comparedRun('run-b', 94, { parameters: 9000 })].map((run) => [run.id, run])),
      false,
    ).lines;
    const other = comparedRun('run-c', 91, { parameters: 500_000 });
    const [set] = testSetsOf(lines.map(({ runs }) => runs));
    const points = tradeoffPoints(lines, [...lines.flatMap(({ runs }) => runs), other], set!, 'bytes');
    expect(points.map(({ id, cost, color }) => [id, cost, color])).toEqual([
      ['run-a', 4 * 225_034, 1],
      ['run-b', 36_000, 2],
      ['run-c', 2_000_000, null],
    ]);
    const room = { width: 300, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
    const plot = tradeoffPlot(points, room);
    expect(plot.front.map(({ id }) => id)).toEqual(['run-b', 'run-a']);
    for (const { cost, accuracy } of points) {
      expect(plot.x(cost)).toBeGreaterThan(room.left);
      expect(plot.x(cost)).toBeLessThan(room.width - room.right);
      expect(plot.y(accuracy)).toBeLessThanOrEqual(room.height - room.bottom);
    }
    const words = { title: 'Cost', cost: format.bytes, accuracy: (share: number) => format.percent(share) };
    const document = parsed(tradeoffSvg(points, words));
    expect(document.querySelectorAll('circle')).toHaveLength(3);
    expect(document.querySelectorAll('path[stroke-dasharray]')).toHaveLength(1);
  });
});

describe('a comparison as a file', () => {
  const faster = { ...someSpec('Fast, "very"'), recipe: { ...someSpec().recipe, batchSize: 512 } };
  const runs = [
    comparedRun('run-a', 98),
    comparedRun('run-b', 94, { spec: faster }),
    comparedSeed(0, 95),
    comparedSeed(1, 97),
  ];
  const { lines } = comparedLines(
    parseCompared('run-a,run-b,three-seeds'),
    new Map(runs.map((run) => [run.id, run])),
    false,
  );
  const [testSet] = testSetsOf(lines.map((line) => line.runs));
  const pair = { first: 0, second: 1, bothRight: 90, onlyFirst: 8, onlySecond: 2, bothWrong: 0, p: 0.1, adjusted: 0.3 };
  const content = {
    lines,
    testSet: testSet!,
    tests: { runs: ['run-a', 'run-b'], result: { n: 100, items: [], pairs: [pair] } },
  };

  it('as JSON has every number of it', () => {
    const facts = comparisonFacts(content);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    expect(facts.lines.map(({ test }) => [test?.accuracy, test?.intervalOf])).toEqual([
      [0.98, 'images'],
      [0.94, 'images'],
      [0.96, 'runs'],
    ]);
    expect(facts.pairs).toEqual([
      {
        ...pair,
        ...{ first: 'run-a', second: 'run-b', difference: 0.06 },
        interval95: [expect.closeTo(-0.002385, 6), expect.closeTo(0.133556, 6)] as unknown,
      },
    ]);
    expect(facts.differences.map(({ name }) => name)).toEqual(['batchSize', 'seed']);
  });

  it('as a table has a row for each run, and a column for each setting that differs', () => {
    const [head, ...rows] = comparisonCsv(content).trimEnd().split('\r\n');
    expect(head).toBe(
      'line,run,name,status,weights,test set,test images,test accuracy,low95,high95,validation accuracy,validation low95,validation high95,parameters,bytes,seconds,recipe batchSize,seed',
    );
    const batch = someSpec().recipe.batchSize;
    const seed = someSpec().recipe.seed;
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe(
      `2,run-b,"Fast, ""very""",finished,last,mnist,100,0.94,0.92,0.95,0.94,0.87523185,0.97221388,225034,900136,30,512,${seed}`,
    );
    expect(rows[3]!.endsWith(`,30,${batch},1`)).toBe(true);
  });

  it('as a table has each run’s own settings, also where runs of one line share some of them', () => {
    const [first, second, third] = [0, 1, 2].map((seed) => comparedSeed(seed, 95)) as [Run, Run, Run];
    const longer = (run: Run): Run => ({ ...run, spec: { ...run.spec, recipe: { ...run.spec.recipe, epochs: 40 } } });
    const group = comparedLines(
      parseCompared('three-seeds,run-a'),
      new Map([first, longer(second), longer(third), comparedRun('run-a', 98)].map((run) => [run.id, run])),
      false,
    ).lines;
    const [head, ...rows] = comparisonCsv({ lines: group, testSet: null, tests: null }).trimEnd().split('\r\n');
    const place = head!.split(',').indexOf('recipe epochs');
    const { epochs } = first.spec.recipe;
    expect(rows.map((row) => row.split(',')[place])).toEqual([epochs, 40, 40, epochs].map(String));
  });
});
