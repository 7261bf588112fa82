import { describe, expect, it } from 'vitest';
import { answerOf, type TryOut } from '../../renderer/features/learn/try-out.ts';

const tryOut = (answering: TryOut['answering']): TryOut => ({
  ...{ id: 'one', question: 'Which?', why: '0.20 is still there.', hint: 'Look for the brightest.' },
  answering,
});
const figure = { by: 'figure', chosen: 'Row 15', isRight: () => false } as const;

describe('the answer that is told to who asks for it', () => {
  it('of a figure is what would be right in it, not what is said of what is chosen', () => {
    expect(answerOf(tryOut({ ...figure, answer: 'Row 22' }))).toBe('Row 22');
    expect(answerOf(tryOut(figure))).toBe('Look for the brightest.');
  });

  it('of a choice names it and says why', () => {
    const options = [{ value: 'old', label: 'What was there' }];
    expect(answerOf(tryOut({ by: 'choice', options, right: 'old' }))).toBe('What was there. 0.20 is still there.');
  });
});
