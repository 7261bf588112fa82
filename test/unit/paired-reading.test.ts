import { expect, it } from 'vitest';
import { isHeldOut } from '../../shared/forms/known-text.ts';
import { pairedReading } from '../../shared/forms/paired-reading.ts';

const field = (page: number, truth: string, before: string, after: string) => ({ page, truth, before, after });

it('counts whole texts that are right, and signs that are wrong, of both readers', () => {
  const paired = pairedReading([
    field(0, '123', '123', '123'),
    field(0, '45', '46', '45'),
    field(2, '7', '7', '1'),
    field(2, '1 0', '', '10'),
  ])!;
  expect(paired).toMatchObject({ fields: 4, pages: 2, bothRight: 1, onlyBefore: 1, onlyAfter: 2, bothWrong: 0, p: 1 });
  expect(paired.before).toMatchObject({ accuracy: 0.5, characterErrorRate: 3 / 8 });
  expect(paired.after).toMatchObject({ accuracy: 0.75, characterErrorRate: 1 / 8 });
  expect(paired.after.interval95[0]).toBeLessThan(0.75);
});

it('says nothing of no fields, and its p is that of a fair coin', () => {
  expect(pairedReading([])).toBeNull();
  const won = Array.from({ length: 6 }, () => field(0, '1', '2', '1'));
  expect(pairedReading(won)!.p).toBeCloseTo(2 / 64);
});

it('keeps every fourth page from learning', () => {
  expect(Array.from({ length: 9 }, (_, page) => page).filter(isHeldOut)).toEqual([3, 7]);
});
