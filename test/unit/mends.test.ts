import { describe, expect, it } from 'vitest';
import { mendClasses, mendImages, pixelMends } from '../../shared/data/mends.ts';

const ten = ['0', '1', '2', '3'];

describe('mends of labels', () => {
  it('count labels down where none is 0', () => {
    expect(mendClasses(ten, [0, 4, 4, 4], ['labels-shifted'])).toEqual({
      classes: ['0', '1', '2'],
      places: Int16Array.of(-1, 0, 1, 2),
    });
    expect(mendClasses(['1', '2', '10'], [4, 4, 4], ['ten-is-zero'])).toEqual({
      classes: ['0', '1', '2'],
      places: Int16Array.of(1, 2, 0),
    });
  });

  it('never lose an image: where a 0 was labelled, or classes are names, labels stay', () => {
    for (const mend of ['labels-shifted', 'ten-is-zero'] as const) {
      for (const classes of [ten, ['a', 'b', 'c', 'd'], ['0', '1', '2', '10']]) {
        const { classes: kept, places } = mendClasses(classes, [1, 4, 4, 4], [mend]);
        expect(kept).toEqual(classes);
        expect([...places]).toEqual([0, 1, 2, 3]);
      }
    }
  });
});

describe('mends of levels', () => {
  const size = { height: 3, width: 3 };
  const dot = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);

  it('are found by the levels alone', () => {
    expect(pixelMends(dot, size)).toEqual({ mends: ['values-low'], highest: 1 });
    expect(
      pixelMends(
        dot.map((level) => 255 * level),
        size,
      ),
    ).toEqual({ mends: [], highest: 255 });
    expect(
      pixelMends(
        dot.map((level) => 255 - 255 * level),
        size,
      ),
    ).toEqual({ mends: ['inverted'], highest: 255 });
    expect(
      pixelMends(
        dot.map((level) => 1 - level),
        size,
      ),
    ).toEqual({ mends: ['values-low', 'inverted'], highest: 1 });
    expect(pixelMends(new Uint8Array(9), size)).toEqual({ mends: [], highest: 0 });
  });

  it('make of each the same image', () => {
    for (const change of [
      (level: number) => level,
      (level: number) => 1 - level,
      (level: number) => 255 - 255 * level,
    ]) {
      const images = dot.map(change);
      const { mends, highest } = pixelMends(images, size);
      expect(mendImages(images, size, highest, mends)).toEqual(dot.map((level) => 255 * level));
    }
  });
});
