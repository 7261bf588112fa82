import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { useToasts, useWithUndo } from '../../renderer/ui/index.ts';

setLanguage('en');
const toasts = useToasts();
afterEach(() => {
  for (const { id } of [...toasts.list]) toasts.dismiss(id);
});
const titles = (): string[] => toasts.list.map(({ title }) => title);

describe('what can be taken back', () => {
  test('is done at once, and undone once with what doing it gave', async () => {
    const undo = vi.fn(() => Promise.resolve());
    const done = await useWithUndo()({
      act: () => Promise.resolve('the place'),
      words: () => ({ title: 'Removed' }),
      undo,
      restored: 'Back',
    });
    expect(done).toBe(true);
    expect(titles()).toEqual(['Removed']);
    expect(toasts.list[0]!.action!.label).toBe('Undo');
    await toasts.act(toasts.list[0]!.id);
    expect(undo).toHaveBeenCalledExactlyOnceWith('the place');
    expect(titles()).toEqual(['Back']);
  });

  test('that fails says why and offers no way back; nor does what was not done', async () => {
    const withUndo = useWithUndo();
    const undo = () => Promise.resolve();
    const words = () => ({ title: 'Removed' });
    expect(await withUndo({ act: () => Promise.reject(new AppError('disk-full')), words, undo })).toBe(false);
    expect(toasts.list.map(({ tone, action }) => [tone, action])).toEqual([['error', undefined]]);
    toasts.dismiss(toasts.list[0]!.id);
    expect(await withUndo({ act: () => Promise.resolve([]), words: () => null, undo })).toBe(false);
    expect(titles()).toEqual([]);
  });

  test('and cannot be undone says why', async () => {
    const undo = () => Promise.reject(new AppError('disk-full'));
    await useWithUndo()({ act: () => Promise.resolve(), words: () => ({ title: 'Removed' }), undo, restored: 'Back' });
    await toasts.act(toasts.list[0]!.id);
    expect(toasts.list.map(({ tone }) => tone)).toEqual(['error']);
  });
});
