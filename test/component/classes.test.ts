import { mount } from '@vue/test-utils';
import type { VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nextTick } from 'vue';
import { inSentence, nameWidth } from '../../renderer/charts/classes.ts';
import type { ConfusionCell } from '../../shared/evaluation/confusion.ts';
import PixelGrid from '../../renderer/charts/PixelGrid.vue';
import ProbabilityBars from '../../renderer/charts/ProbabilityBars.vue';
import ClassHistogram from '../../renderer/features/datasets/ClassHistogram.vue';
import SampleSheet from '../../renderer/features/datasets/SampleSheet.vue';
import ReadingAnswer from '../../renderer/features/draw/ReadingAnswer.vue';
import ConfusionMatrix from '../../renderer/features/run/ConfusionMatrix.vue';
import ConfusionSection from '../../renderer/features/run/ConfusionSection.vue';
import { mostConfused, shadeOf } from '../../renderer/features/run/confusion-view.ts';
import { setLanguage } from '../../renderer/i18n/index.ts';

/** Screens stay good at 2, 10, 62 and 1,000 classes, whatever their names are. */
const SIZES = [2, 10, 62, 1000] as const;
const namesOf = (n: number): string[] =>
  n === 2 ? ['yes', 'no'] : n === 10 ? [...'0123456789'] : Array.from({ length: n }, (_, i) => `class ${i}`);

let opened: VueWrapper | null = null;
beforeEach(() => {
  setLanguage('en');
  // What a window would give: the lists have room for a dozen lines.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(264);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(264);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(400);
});
afterEach(() => {
  opened?.unmount();
  vi.restoreAllMocks();
});
const keep = <T extends VueWrapper>(wrapper: T): T => ((opened = wrapper), wrapper);

describe.each(SIZES)('the probabilities of %d classes', (n) => {
  const classes = namesOf(n);
  /** The last class is the likeliest, the first follows. */
  const probabilities = classes.map((_, i) => (i === n - 1 ? 0.7 : i === 0 ? 0.2 : 0.1 / Math.max(1, n - 2)));

  test('are all there where they are few, else the five likeliest and the rest', () => {
    const bars = keep(mount(ProbabilityBars, { props: { classes, probabilities } }));
    const names = bars.findAll('.name').map((name) => name.text());
    if (n <= 20) {
      expect(names).toEqual(classes);
      expect(bars.find('.others').exists()).toBe(false);
    } else {
      expect(names).toHaveLength(5);
      expect(names.slice(0, 2)).toEqual([classes[n - 1], classes[0]]);
      expect(bars.get('.others').text()).toMatch(new RegExp(`^${n - 5} others ?\\d`));
    }
    expect(bars.get('.best .name').text()).toBe(classes[n - 1]);
    expect(bars.get('.best .value').text()).toBe('70.0%');
  });

  test('have their place before there is anything to read', () => {
    const bars = keep(mount(ProbabilityBars, { props: { classes, probabilities: null } }));
    expect(bars.findAll('.track')).toHaveLength(n <= 20 ? n : 5);
    expect(bars.find('.bar').exists()).toBe(false);
    expect(bars.find('.best').exists()).toBe(false);
  });

  test('end in an answer by its name', () => {
    const reading = {
      label: classes[n - 1]!,
      index: n - 1,
      probabilities,
      known: null,
      outsider: null,
      milliseconds: 1,
    };
    const answer = keep(mount(ReadingAnswer, { props: { classes, reading } }));
    expect(answer.get('output').text()).toBe(classes[n - 1]);
    expect(answer.text()).toContain(n === 2 ? 'Then yes (20.0%)' : `Then ${classes[0]} (20.0%) and `);
  });
});

describe.each(SIZES)('samples and counts of %d classes', (n) => {
  const classes = namesOf(n);
  const [height, width] = [20, 24];
  /** Two images of each class, filled with their place among all. */
  const labels = Array.from({ length: 2 * n }, (_, i) => i % n);
  const images = Uint8Array.from({ length: labels.length * height * width }, (_, i) =>
    Math.floor(i / (height * width)),
  );

  test('stand in columns by class; of many, those in sight exist', async () => {
    const sheet = keep(
      mount(SampleSheet, { props: { classes, images, labels, height, width }, attachTo: document.body }),
    );
    await nextTick();
    const columns = sheet.findAll('[role=listitem]');
    if (n <= 20) expect(columns.map((column) => column.text())).toEqual(classes);
    else expect(columns.length).toBeLessThan(80);
    expect(columns.length).toBeGreaterThan(0);
    expect(columns[0]!.attributes('aria-setsize')).toBe(String(n));
    const grids = columns[1]!.findAllComponents(PixelGrid);
    expect(grids).toHaveLength(2);
    expect(grids[1]!.props()).toMatchObject({ height, width, label: `Image labelled ${classes[1]}` });
    expect(grids[1]!.props('image')![0]).toBe((n + 1) % 256);
  });

  test('are counted', async () => {
    const counts = classes.map((_, i) => 1000 + i);
    const histogram = keep(mount(ClassHistogram, { props: { classes, counts }, attachTo: document.body }));
    await nextTick();
    if (n === 10) {
      expect(histogram.findAll('li').map((bar) => bar.attributes('aria-label'))).toEqual(
        classes.map((name, i) => `${name}: ${(1000 + i).toLocaleString('en')}`),
      );
      return;
    }
    const lines = histogram.findAll('[role=listitem]');
    expect(lines.length).toBeGreaterThanOrEqual(Math.min(n, 12));
    expect(lines.length).toBeLessThanOrEqual(Math.min(n, 40));
    expect(lines[1]!.text()).toContain(classes[1]!);
    expect(lines[1]!.text()).toContain('1,001');
  });
});

/** The cells of a matrix of `n` classes in which these mistakes are made. */
const cellsWith = (n: number, mistakes: readonly ConfusionCell[]): ConfusionCell[] => [
  ...Array.from({ length: n }, (_, i): ConfusionCell => [i, i, 1028]),
  ...mistakes,
];

describe('which classes are confused most', () => {
  test('all of them up to twenty', () => {
    expect(mostConfused(cellsWith(20, [[3, 4, 9]]), 20)).toEqual({
      shown: Array.from({ length: 20 }, (_, i) => i),
      leftOut: 0,
      mistakes: 9,
      mistakesLeftOut: 0,
    });
  });

  test.each([62, 1000])('of %d, those with the most mistakes, in their order', (n) => {
    const view = mostConfused(
      cellsWith(n, [
        [n - 1, 7, 30],
        [7, n - 1, 20],
        [40, 41, 10],
        [5, 6, 1],
      ]),
      n,
      4,
    );
    expect(view).toEqual({ shown: [7, 40, 41, n - 1], leftOut: n - 4, mistakes: 61, mistakesLeftOut: 1 });
  });

  test('a mistake is always seen, the worst is darkest', () => {
    expect([1, 4, 100, 10_000].map((n) => shadeOf(n, 10_000))).toEqual([1, 1, 1, 5]);
    expect([1, 5, 10, 20, 30].map((n) => shadeOf(n, 30))).toEqual([1, 3, 3, 5, 5]);
  });
});

describe.each(SIZES)('a confusion matrix of %d classes', (n) => {
  const classes = namesOf(n);
  const cells = cellsWith(n, [
    [0, 1, 12],
    [1, 0, 3],
  ]);

  test('shows what matters and says how much is left out', () => {
    const section = keep(
      mount(ConfusionSection, { props: { classes, cells }, global: { stubs: { UiIconButton: true } } }),
    );
    const rows = section.findAll('tbody tr');
    expect(rows).toHaveLength(n <= 20 ? n : 10);
    expect(section.findAll('tbody td')).toHaveLength(rows.length ** 2);
    const mistake = rows[0]!.findAll('td')[1]!;
    expect(mistake.attributes('aria-label')).toBe(`${classes[0]} read as ${classes[1]}: 12`);
    expect(mistake.classes()).toContain('shade-5');
    expect(section.text().includes('left out')).toBe(n > 20);
    if (n > 20)
      expect(section.text()).toContain(`15 of 15 mistakes are among them. ${(n - 10).toLocaleString('en')} other`);
  });

  test('is read cell by cell with the keys', async () => {
    const { shown } = mostConfused(cells, n);
    const matrix = keep(mount(ConfusionMatrix, { props: { classes, cells, shown }, attachTo: document.body }));
    const press = async (key: string): Promise<void> => {
      document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await nextTick();
      await nextTick();
    };
    const told = (): string => matrix.get('.read').text();
    expect(told()).toBe('rows: true class, columns: read as');
    expect(matrix.findAll('td[tabindex="0"]')).toHaveLength(1);
    matrix.get<HTMLElement>('td[tabindex="0"]').element.focus();
    await nextTick();
    expect(told()).toBe(`${classes[0]} read as ${classes[0]}: 1028`);
    await press('ArrowRight');
    expect(told()).toBe(`${classes[0]} read as ${classes[1]}: 12`);
    await press('ArrowUp');
    await press('ArrowDown');
    expect(told()).toBe(`${classes[1]} read as ${classes[1]}: 1028`);
    await press('End');
    const last = shown.at(-1)!;
    expect(told()).toContain(`${classes[1]} read as ${classes[last]}: `);
    await press('PageDown');
    await press('ArrowRight');
    expect(told()).toBe(`${classes[last]} read as ${classes[last]}: 1028`);
    expect(matrix.findAll('td[tabindex="0"]')).toHaveLength(1);
  });
});

describe('names', () => {
  test('are measured in any script', () => {
    expect(['7', 'Ω', '你好', 'é', 'e\u0301', 'ひらがな', '한글', 'مرحبا'].map(nameWidth)).toEqual([
      1, 1, 4, 1, 1, 8, 4, 5,
    ]);
  });

  test('that run from right to left do not turn a sentence around', () => {
    expect(inSentence('سين')).toBe('\u2068سين\u2069');
    expect(inSentence('seven')).toBe('seven');
  });
});

describe('a picture', () => {
  test.each([
    [28, 28],
    [20, 24],
    [8, 256],
  ])('of %d x %d pixels keeps its proportions', (height, width) => {
    const grid = keep(mount(PixelGrid, { props: { image: null, height, width } }));
    expect(grid.attributes('style')).toContain(`aspect-ratio: ${width} / ${height}`);
    const canvas = grid.get('canvas').element;
    expect([canvas.height, canvas.width]).toEqual([height, width]);
    expect(grid.get('canvas').attributes('aria-label')).toBe(`Image of ${width} × ${height} pixels`);
  });
});

test('the box that ink is fitted into is dashed where it is, whatever the frame', () => {
  const box = { height: 10, width: 20 };
  const grid = keep(mount(PixelGrid, { props: { image: null, height: 20, width: 32, box } }));
  expect(grid.get<HTMLElement>('.box').element.style.inset).toBe('25% 18.75%');
});
