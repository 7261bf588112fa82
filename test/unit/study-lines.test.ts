import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochLog } from '../../shared/contract/schemas/run-log.ts';
import type { Settings, TrialLine } from '../../shared/contract/schemas/study.ts';
import { measure, reportsOf } from '../../shared/study/measure.ts';
import { nextTrial, seedOf, type Next } from '../../shared/study/next-trial.ts';
import { historyOf, parallelLines, sliceOf } from '../../shared/study/pictures.ts';
import { SAMPLERS } from '../../shared/study/samplers/index.ts';
import { readSpace } from '../../shared/study/space.ts';
import { addLine, addLines, foldLines, secondsOf } from '../../shared/study/trial-lines.ts';
import { someRun } from '../fixtures/scripted-host.ts';
import { MAXIMIZE, MINIMIZE, someStudy } from '../fixtures/studies.ts';

const values: Settings = { 'recipe.batchSize': 32 };

const anyLine: fc.Arbitrary<TrialLine> = fc
  .record({
    type: fc.constantFrom('sitting', 'asked', 'began', 'reported', 'pruned', 'ended'),
    number: fc.integer({ min: 0, max: 4 }),
    time: fc.integer({ min: 0, max: 1000 }),
    epoch: fc.integer({ min: 1, max: 4 }),
    status: fc.constantFrom('finished', 'failed', 'stopped'),
    value: fc.integer(),
  })
  .map(({ type, number, time, epoch, status, value }): TrialLine => {
    switch (type) {
      case 'sitting':
        return { type, time };
      case 'asked':
        return { type, time, number, values };
      case 'began':
        return { type, time, number, run: `run-${epoch}` };
      case 'reported':
        return { type, time, number, epoch, value };
      case 'pruned':
        return { type, time, number };
      default:
        return {
          type: 'ended',
          time,
          number,
          status: status as 'failed',
          ...(status === 'finished' && { objective: [value] }),
        };
    }
  });

describe('the lines of a study', () => {
  it('come to trials that end once and keep their end, whatever lines there are', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 60 }), (lines) => {
        const ended = new Map<number, string>();
        lines.forEach((_, i) => {
          const { trials } = foldLines(lines.slice(0, i + 1));
          trials.forEach((trial, place) => {
            expect(trial.number).toBe(place);
            expect(trial.status === 'finished').toBe(trial.objective !== null);
            expect(trial.status === 'running').toBe(trial.endedAt === null);
            const epochs = trial.reports.map(({ epoch }) => epoch);
            expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
            if (ended.has(place)) expect(JSON.stringify(trial)).toBe(ended.get(place));
            if (trial.status !== 'running') ended.set(place, JSON.stringify(trial));
          });
        });
      }),
    );
  });

  it('are taken with one copy of the trials for all of them, and so is what they come to', () => {
    const asked = Array.from({ length: 1000 }, (_, number): TrialLine => ({ type: 'asked', time: 1, number, values }));
    const before = foldLines(asked);
    let looks = 0;
    const counting = new Proxy(before.trials, {
      get(target, key, receiver): unknown {
        looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const ends = asked.map((_, number): TrialLine => ({ type: 'ended', time: 2, number, status: 'failed' }));
    const after = addLines({ ...before, trials: counting }, ends);
    expect(after).toEqual(ends.reduce(addLine, before));
    expect(before.trials.every(({ status }) => status === 'running')).toBe(true);
    // Not a thousand for each of the thousand lines.
    expect(looks).toBeLessThan(3000);
  });

  it('count the time of each sitting until its last line, or until now', () => {
    const history = foldLines([
      { type: 'sitting', time: 1000 },
      { type: 'asked', time: 2000, number: 0, values },
      { type: 'ended', time: 4000, number: 0, status: 'failed' },
      { type: 'sitting', time: 100_000 },
      { type: 'asked', time: 101_000, number: 1, values },
    ]);
    expect(secondsOf(history)).toBe(4);
    expect(secondsOf(history, 110_000)).toBe(13);
  });
});

describe('what a study does next', () => {
  const next = (lines: TrialLine[], changes: Parameters<typeof someStudy>[0], now = 0): Next => {
    const spec = someStudy({ sampler: 'random', ...changes });
    return nextTrial(spec, readSpace(spec.space), SAMPLERS[spec.sampler], foldLines(lines), now);
  };
  const asked = (number: number, repeats?: number): TrialLine => ({
    type: 'asked',
    time: 0,
    number,
    values,
    ...(repeats !== undefined && { repeats }),
  });
  const ended = (number: number, objective: number): TrialLine => ({
    type: 'ended',
    time: 0,
    number,
    status: 'finished',
    objective: [objective],
  });

  it('tries until the budget of trials is used up, waits for those that are going, and ends', () => {
    expect(next([], { budget: { trials: 1 } })).toMatchObject({ kind: 'trial', number: 0 });
    expect(next([asked(0)], { budget: { trials: 1 } })).toEqual({ kind: 'wait' });
    expect(next([asked(0), ended(0, 1)], { budget: { trials: 1 } })).toEqual({ kind: 'end' });
    expect(next([asked(0), ended(0, 1)], { budget: { trials: 2 } })).toMatchObject({ kind: 'trial', number: 1 });
  });

  it('begins no trial once its minutes are over', () => {
    const lines: TrialLine[] = [{ type: 'sitting', time: 0 }, asked(0), ended(0, 1)];
    expect(next(lines, { budget: { minutes: 1 } }, 59_000)).toMatchObject({ kind: 'trial' });
    expect(next(lines, { budget: { minutes: 1 } }, 60_000)).toEqual({ kind: 'end' });
  });

  it('ends a grid when all of it was tried', () => {
    const grid = { sampler: 'grid' as const, space: { 'recipe.batchSize': { choices: [32] } }, budget: { trials: 9 } };
    expect(next([], grid)).toMatchObject({ kind: 'trial', values: { 'recipe.batchSize': 32 } });
    expect(next([asked(0), ended(0, 1)], grid)).toEqual({ kind: 'end' });
  });

  it('trains the best with as many seeds as were asked for, each with one of its own', () => {
    const spec = { budget: { trials: 2 }, seeds: 3 };
    const searched = [asked(0), asked(1), ended(0, 0.5), ended(1, 0.9)];
    expect(next(searched, spec)).toMatchObject({ kind: 'trial', number: 2, repeats: 1 });
    const more = [...searched, asked(2, 1), ended(2, 0.8), asked(3, 1), ended(3, 0.99)];
    expect(next(more, spec)).toEqual({ kind: 'end' });
    const { trials } = foldLines(more);
    expect(trials.map((trial) => seedOf(trials, trial, 42))).toEqual([42, 42, 43, 44]);
    expect(
      next(
        [
          asked(0),
          { type: 'ended', time: 0, number: 0, status: 'failed' },
          asked(1),
          { type: 'pruned', time: 0, number: 1 },
        ],
        spec,
      ),
    ).toEqual({ kind: 'end' });
  });
});

describe('what a run comes to', () => {
  const epoch = (number: number, accuracy: number, loss: number | null): EpochLog => ({
    type: 'epoch',
    time: 0,
    epoch: number,
    step: number,
    train: { loss: 1, accuracy: 0.5 },
    validation: { loss, accuracy },
    best: null,
    seconds: 1,
  });

  it('is its best epoch', () => {
    const logs = [epoch(1, 0.7, 0.9), epoch(2, 0.9, 0.4), epoch(3, 0.8, 0.5)];
    expect(
      measure(someRun('run-1'), logs, [MAXIMIZE, MINIMIZE, { metric: 'parameters', direction: 'minimize' }]),
    ).toEqual({
      status: 'finished',
      objective: [0.9, 0.4, 225_034],
    });
    expect(reportsOf(logs, MAXIMIZE).map(({ value }) => value)).toEqual([0.7, 0.9, 0.9]);
    expect(reportsOf(logs, MINIMIZE).map(({ value }) => value)).toEqual([0.9, 0.4, 0.4]);
  });

  it('is a failure where it diverged, however good an epoch was before', () => {
    const logs = [epoch(1, 0.99, 0.1), epoch(2, 0.1, null)];
    expect(measure(someRun('run-1'), logs, [MAXIMIZE])).toMatchObject({
      status: 'failed',
      error: { code: 'training-diverged' },
    });
    expect(measure(someRun('run-1'), [], [MAXIMIZE])).toMatchObject({ status: 'failed' });
  });
});

describe('the pictures of a study', () => {
  const spec = someStudy({ objectives: [MAXIMIZE] });
  const dimensions = readSpace(spec.space);
  const { trials } = foldLines([
    ...[0.001, 0.01, 0.1].map((rate, number): TrialLine => ({
      type: 'asked',
      time: 0,
      number,
      values: { 'recipe.optimizer.learningRate': rate, 'recipe.batchSize': 64 },
    })),
    { type: 'ended', time: 0, number: 0, status: 'finished', objective: [0.9] },
    { type: 'ended', time: 0, number: 1, status: 'failed' },
    { type: 'ended', time: 0, number: 2, status: 'finished', objective: [0.8] },
  ]);

  it('are the history with the best so far, lines through the axes, and slices', () => {
    expect(historyOf(trials, spec.objectives)).toEqual([
      { number: 0, status: 'finished', value: 0.9, best: 0.9 },
      { number: 1, status: 'failed', value: null, best: 0.9 },
      { number: 2, status: 'finished', value: 0.8, best: 0.9 },
    ]);
    const lines = parallelLines(dimensions, trials, spec.objectives);
    expect(lines.map(({ number }) => number)).toEqual([2, 0]);
    expect(lines[1]!.at[0]).toBeCloseTo(1 / 3, 9);
    expect(lines[1]!.at[1]).toBe(0.5);
    expect(sliceOf(dimensions[1]!, trials).map(({ number, value, objective }) => [number, value, objective])).toEqual([
      [0, 64, 0.9],
      [2, 64, 0.8],
    ]);
  });
});
