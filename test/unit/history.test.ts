import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';
import type { History } from '../../shared/history/history.ts';

const RUNS = { numRuns: 300, seed: 10 };

describe('history', () => {
  it('goes back and forth step by step, and stays at either end', () => {
    const history = ['a', 'b', 'c'].reduce((now, next) => record(now, next), startHistory(''));
    expect(redo(history)).toBe(history);
    const back = undo(undo(history));
    expect(back.present).toBe('a');
    expect(redo(back).present).toBe('b');
    const start = undo(back);
    expect([start.present, canUndo(start), canRedo(start)]).toEqual(['', false, true]);
    expect(undo(start)).toBe(start);
  });

  it('forgets what was undone once something else is done', () => {
    const other = record(undo(record(startHistory('a'), 'b')), 'c');
    expect([canRedo(other), undo(other).present]).toEqual([false, 'a']);
  });

  it('takes an amended step back as one', () => {
    const step = amend(amend(record(startHistory('a'), 'b'), 'c'), 'd');
    expect([step.present, undo(step).present, redo(undo(step)).present]).toEqual(['d', 'a', 'd']);
  });

  it('keeps the newest steps of a long past', () => {
    let history: History<number> = startHistory(0);
    for (let i = 1; i <= 10; i++) history = record(history, i, 3);
    const seen = [history.present];
    while (canUndo(history)) seen.push((history = undo(history)).present);
    expect(seen).toEqual([10, 9, 8, 7]);
  });

  it('behaves as a list with a finger on it, whatever is done', () => {
    const command = fc.oneof(fc.nat(), fc.constantFrom('undo' as const, 'redo' as const));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let history: History<number> = startHistory(-1);
        let [list, finger] = [[-1], 0];
        for (const what of commands) {
          if (what === 'undo') [history, finger] = [undo(history), Math.max(0, finger - 1)];
          else if (what === 'redo') [history, finger] = [redo(history), Math.min(list.length - 1, finger + 1)];
          else [history, list, finger] = [record(history, what), [...list.slice(0, finger + 1), what], finger + 1];
          expect([history.present, canUndo(history), canRedo(history)]).toEqual([
            list[finger],
            finger > 0,
            finger < list.length - 1,
          ]);
        }
      }),
      RUNS,
    );
  });
});
