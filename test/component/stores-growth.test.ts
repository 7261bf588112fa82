import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { showGrowth } from '../../renderer/stores/growth.ts';

// A clock that goes on only when it is told to, and by what a picture is said to take.
beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

const takes = (milliseconds: number) => (): void => void vi.advanceTimersByTime(milliseconds);

test('what is asked for at one time is shown at one time, each once', async () => {
  const shown: string[] = [];
  const [curve, number] = [() => void shown.push('curve'), () => void shown.push('number')];
  for (const act of [curve, number, curve]) showGrowth(act);
  expect(shown).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(shown).toEqual(['curve', 'number']);
});

test('a picture that took long puts the next one off, for four seconds at most', async () => {
  const slow = vi.fn(takes(8));
  showGrowth(slow);
  await vi.advanceTimersByTimeAsync(10);
  expect(slow).toHaveBeenCalledOnce();

  // Two hundred and fifty times as long as it took.
  const next = vi.fn(takes(500));
  showGrowth(next);
  await vi.advanceTimersByTimeAsync(1900);
  expect(next).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(next).toHaveBeenCalledOnce();

  const last = vi.fn();
  showGrowth(last);
  await vi.advanceTimersByTimeAsync(3000);
  expect(last).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(last).toHaveBeenCalledOnce();
});
