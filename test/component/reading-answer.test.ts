import { mount } from '@vue/test-utils';
import { beforeAll, expect, test } from 'vitest';
import { ProbabilityBars } from '../../renderer/charts/index.ts';
import ReadingAnswer from '../../renderer/features/draw/ReadingAnswer.vue';
import { outsiderWords } from '../../renderer/features/draw/outsider.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';
import type { Prediction } from '../../shared/contract/schemas/predict.ts';
import { DIGITS } from '../../shared/task/digits.ts';

beforeAll(() => setLanguage('en'));

const answer = (classes: readonly string[], outsider: Prediction['outsider']) =>
  mount(ReadingAnswer, {
    props: {
      classes,
      reading: {
        index: 1,
        label: classes[1]!,
        probabilities: classes.map((_, i) => (i === 1 ? 0.9 : 0.1 / (classes.length - 1))),
        known: outsider === null ? 0.99 : 0.01,
        outsider,
        milliseconds: 1,
      },
    },
  });

test('a sign is shown with how certain it is', () => {
  const shown = answer(DIGITS.classes, null);
  expect(shown.get('[data-testid=digit]').text()).toBe('1');
  expect(shown.text()).toContain('90');
  expect(shown.find('[data-testid=outsider]').exists()).toBe(false);
});

test('what is no digit is never shown as one: it says so, and what it would be', () => {
  const none = answer(DIGITS.classes, 'other');
  expect(none.get('[data-testid=digit]').text()).toBe('?');
  expect(none.get('[data-testid=outsider]').text()).toBe('Not a digit');
  expect(none.text()).toContain('If it is one, most likely 1');
  expect(answer(DIGITS.classes, 'several').get('[data-testid=outsider]').text()).toBe('Two digits?');
});

test('where nothing is read, no bar wins', () => {
  const bars = (noneWins: boolean) =>
    mount(ProbabilityBars, { props: { classes: ['a', 'b'], probabilities: [0.2, 0.8], noneWins } });
  expect(bars(false).findAll('.best')).toHaveLength(1);
  expect(bars(true).findAll('.best')).toHaveLength(0);
});

test('a task of other signs speaks of signs', () => {
  expect(answer(['a', 'b', 'c'], 'other').get('[data-testid=outsider]').text()).toBe('Not one of these characters');
  expect(outsiderWords('several', ['3', '4'])).toBe('Two digits?');
  expect(outsiderWords('several', ['3', 'x'])).toBe('Several characters?');
});
