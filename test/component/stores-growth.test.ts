import { expect, test, vi } from 'vitest';
import { showGrowth } from '../../renderer/stores/growth.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const takes = (milliseconds: number) => (): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test('what is asked for at one time is shown at one time, each once', async () => {
  const shown: string[] = [];
  const [curve, number] = [() => void shown.push('curve'), () => void shown.push('number')];
  for (const act of [curve, number, curve]) showGrowth(act);
  expect(shown).toEqual([]);
  await vi.waitFor(() => expect(shown).toEqual(['curve', 'number']));
});

test('a picture that took long puts the next one off, for four seconds at most', async () => {
  const slow = vi.fn(takes(8));
  showGrowth(slow);
  await vi.waitFor(() => expect(slow).toHaveBeenCalledOnce());
  const after = performance.now();
  await pause(50);
  const next = vi.fn(takes(500));
  showGrowth(next);
  await vi.waitFor(() => expect(next).toHaveBeenCalledOnce(), { timeout: 5000 });
  // Two hundred and fifty times as long as it took, less what of it was gone when this clock began.
  expect(performance.now() - after).toBeGreaterThan(1700);

  const last = vi.fn();
  showGrowth(last);
  await vi.waitFor(() => expect(last).toHaveBeenCalledOnce(), { timeout: 5000 });
}, 15_000);
