import { describe, expect, it } from 'vitest';
import { isMet } from '../../bench/lib/goals.ts';
import { takeTurns, type Contender, type Sitting } from '../../bench/lib/turns.ts';
import { augmentationResult } from '../../bench/parts/augmentation.ts';
import { exportsResult } from '../../bench/parts/exports.ts';
import { pagesResult } from '../../bench/parts/pages.ts';
import { overheadResult } from '../../bench/parts/overhead.ts';
import { presetsResult } from '../../bench/parts/presets.ts';
import { searchResult } from '../../bench/parts/search.ts';
import { throughputResult } from '../../bench/parts/throughput.ts';
import type { PartResult } from '../../bench/lib/bench.ts';

/** A turn of one second for each rate. */
const turns = (...rates: number[]) => rates.map((amount) => turn(amount));
const turn = (amount: number, tensorflowSeconds: number | null = null) => ({
  amount,
  seconds: 1,
  cpuSeconds: 2,
  tensorflowSeconds,
});

const verdicts = ({ goals }: PartResult) => Object.fromEntries(goals.map((goal) => [goal.what, isMet(goal)]));
const row = ({ tables }: PartResult, first: string) => tables[0]!.rows.find(([cell]) => cell === first);

const ours: Sitting = {
  graph: turns(14_000, 16_000),
  eager: turns(7_000, 8_000),
  stock: turns(4_000, 4_000),
  'matmul 2048': turns(400e9, 420e9),
};
const theirs: Sitting = { keras: turns(11_200, 12_800), keras8: turns(12_000, 13_000), torch: turns(6_000, 10_000) };

describe('what the sittings say', () => {
  it('compares ways to train, and says what is not good enough', () => {
    const result = throughputResult({ ...ours, ...theirs }, 60_000, {
      keras: 'keras 3',
      torch: 'torch 2',
      graph: 'node',
    });
    expect(verdicts(result)).toEqual({
      'graph engine to stock tfjs-node, images/s': true,
      'graph engine to Keras': true,
      'graph engine to PyTorch': false,
      "graph engine's share of the matmul peak": true,
    });
    // 16,000 images of 15.4 MFLOP, of 420 GFLOP/s; 2 s of processor for 16,000 images.
    expect(row(result, 'Inkstone: traced graph, the whole run')).toEqual([
      'Inkstone: traced graph, the whole run',
      '16,000',
      '15,000',
      '1.00',
      '1.00 to 1.00',
      '125',
      '58.7 %',
    ]);
    expect(row(result, 'stock tfjs-node, op by op')!.slice(3, 5)).toEqual(['3.75', '3.50 to 4.00']);
  });

  it('says that others are absent, and judges nothing by them', () => {
    const result = throughputResult(ours, 60_000, {});
    expect(Object.keys(verdicts(result))).not.toContain('graph engine to Keras');
    expect(result.tables[0]!.notes!.join()).toContain('absent');
  });

  it('compares presets with Keras where it was there, each with the peak of its own sitting', () => {
    const peaks = { 'matmul 2048': turns(400e9), 'matmul 4096': turns(500e9) };
    const result = presetsResult({
      lstm: { graph: turns(9_000), keras: turns(5_000), ...peaks },
      vit: { graph: turns(1_000), keras: turns(1_250), ...peaks },
      softmax: { graph: turns(1_000_000), ...peaks },
    });
    expect(verdicts(result)).toEqual({ 'lstm to Keras': true, 'vit to Keras': false });
    // Softmax regression: 7,840 products forward and as many backward, two operations each.
    expect(row(result, 'softmax')).toEqual(['softmax', '1,000,000', '1,000,000', '0.03', '6.3 %', '', '']);
  });

  it('tells what a page takes, the first one apart', () => {
    const turns = (...all: number[]) => all.map((seconds) => ({ seconds, lines: 14 }));
    expect(verdicts(pagesResult(turns(3, 0.8, 1.1, 0.9)))).toEqual({ 'seconds of a page of 12 megapixels': true });
    expect(verdicts(pagesResult(turns(0.5, 1.3, 1.4, 1.5)))).toEqual({ 'seconds of a page of 12 megapixels': false });
  });

  it('judges exports by the furthest probability and by every answer', () => {
    const one = { model: 'starter', images: 1000, keras: '3' };
    expect(verdicts(exportsResult([{ ...one, furthest: 2e-7, agree: 1000 }]))).toEqual({
      'starter: furthest probability in Keras': true,
      'starter: same answers in Keras': true,
    });
    expect(Object.values(verdicts(exportsResult([{ ...one, furthest: 2e-4, agree: 999 }])))).toEqual([false, false]);
    const right = { ...one, furthest: 0, agree: 1000 };
    const told = [
      { name: 'onnx, int8', same: true, off: 1e-5 },
      { name: 'keras, float16', same: false, off: 0.2 },
    ];
    expect(verdicts(exportsResult([right], told))).toMatchObject({
      'onnx, int8: the program gives the same answer': true,
      'onnx, int8: probability in the program': true,
      'keras, float16: the program gives the same answer': false,
      'keras, float16: probability in the program': false,
    });
    expect(exportsResult(null).tables[0]!.notes!.join()).toContain('absent');
  });

  it('tells what augmentation leaves and what the studio costs, as the median over rounds', () => {
    const change = augmentationResult({ none: turns(10, 20), light: turns(9, 16), strong: turns(5, 10) }, 60_000);
    expect(verdicts(change)).toEqual({ 'speed with light augmentation to without': true });
    expect(row(change, 'light')!.slice(3)).toEqual(['0.85', '0.80 to 0.90']);
    // However the speeds were: a run left 0.99, 0.985 and 0.97 of what steps alone left to TensorFlow.
    const sitting = {
      steps: [turn(1000, 0.99), turn(900, 0.98), turn(800, 0.96)],
      run: [turn(500, 0.9801), turn(1100, 0.9653), turn(700, 0.9312)],
    };
    const window = { stopped: [1000, 1000, 1000], going: [1000, 990, 995] };
    const seen = overheadResult(sitting, window);
    expect(row(seen, 'a run: events, logs, checkpoints')!.slice(3)).toEqual(['1.5 %', '1.8 % ± 0.6 %']);
    expect(row(seen, 'optimizer steps alone')!.slice(1)).toEqual(['1,000', '900', '', '']);
    expect(row(seen, 'the same, the program going and the run on screen')!.slice(3)).toEqual([
      '0.5 %',
      '0.5 % ± 0.3 %',
    ]);
    // 0.985 of 0.995.
    expect(verdicts(seen)).toEqual({ 'cost of events, logs, checkpoints and the window together': true });
    const slow = overheadResult(sitting, { ...window, going: [990, 990, 995] });
    expect(Object.values(verdicts(slow))).toEqual([false]);
    const blind = overheadResult(sitting, { missing: 'no display' });
    expect(Object.values(verdicts(blind))).toEqual([true]);
    expect(blind.tables[0]!.notes!.join()).toContain('no display');
    expect(() => overheadResult({ ...sitting, run: turns(1, 2, 3) }, window)).toThrow('nobody timed');
  });
});

describe('taking turns', () => {
  const contender = (name: string, log: string[], turn?: () => never): Contender => ({
    name,
    about: {},
    turn: async () => {
      log.push(name);
      turn?.();
      return { amount: 1, seconds: 1, cpuSeconds: null, tensorflowSeconds: null };
    },
    end: async () => void log.push(`end ${name}`),
  });

  it('begins each round with another one and ends all', async () => {
    const log: string[] = [];
    const sitting = await takeTurns(
      ['a', 'b'].map((name) => contender(name, log)),
      { least: 2, most: 2, seconds: 0 },
      () => undefined,
    );
    expect(log).toEqual(['a', 'b', 'b', 'a', 'end a', 'end b']);
    expect(sitting['a']).toHaveLength(2);
  });

  it('stops at the least of rounds when the time is over, and at the most of them when it is not', async () => {
    const one = [contender('a', [])];
    const silent = () => undefined;
    expect((await takeTurns(one, { least: 3, most: 9, seconds: 0 }, silent))['a']).toHaveLength(3);
    expect((await takeTurns(one, { least: 1, most: 5, seconds: 3600 }, silent))['a']).toHaveLength(5);
  });

  it('ends all when one fails', async () => {
    const log: string[] = [];
    const failing = contender('b', log, () => {
      throw new Error('no more');
    });
    const sitting = takeTurns([contender('a', log), failing], { least: 1, most: 1, seconds: 1 }, () => undefined);
    await expect(sitting).rejects.toThrow('no more');
    expect(log).toEqual(['a', 'b', 'end a', 'end b']);
  });
});

describe('what searches found', () => {
  const found = { branin: [0.5, 0.4, 0.45], asha: [0.02, 0.03, 0.025] };

  it('is judged by its share of the way to the optimum, where Optuna is there to be compared with', () => {
    const good = searchResult(found, found, 3, 1);
    expect(Object.values(verdicts(good))).toEqual([true, true]);
    expect(row(good, 'branin')!.slice(1, 4)).toEqual(['0.3979', '0.4500', '0.4500']);
    const bad = searchResult({ ...found, branin: [30, 31, 32] }, found, 3, 1);
    expect(verdicts(bad)).toEqual({ 'branin: found, to Optuna': false, 'asha: found, to Optuna': true });
    const alone = searchResult(found, null, 3, 1);
    expect([alone.goals, alone.tables[0]!.notes!.join()]).toEqual([[], expect.stringContaining('absent')]);
  });
});
