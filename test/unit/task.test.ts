import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transforms } from '../../shared/contract/schemas/dataset.ts';
import { taskSchema, type Task } from '../../shared/contract/schemas/task.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { labelsFromBytes, labelsToBytes } from '../../shared/data/label-bytes.ts';
import { histogram, type LabelledImages } from '../../shared/data/labelled-images.ts';
import { cellsOf } from '../../shared/evaluation/confusion.ts';
import { DIGITS, isDigits } from '../../shared/task/digits.ts';
import { classMap, joinFraming, joinTasks } from '../../shared/task/join.ts';
import { correctedSince, correctedTransforms } from '../../shared/task/corrected.ts';
import { concatenate, transformImages } from '../../shared/task/transform.ts';

const small = (...classes: string[]): Task => ({ inputShape: [8, 9, 1], classes });
const SIZE = 8 * 9;

/** Image i is filled with `levels[i]`. */
const setOf = (task: Task, labels: readonly number[], levels: readonly number[]): LabelledImages => ({
  task,
  count: labels.length,
  images: Uint8Array.from({ length: labels.length * SIZE }, (_, i) => levels[Math.floor(i / SIZE)]!),
  labels: Uint16Array.from(labels),
});

const levelsOf = ({ images, count }: LabelledImages): number[] =>
  Array.from({ length: count }, (_, i) => images[(i * images.length) / count]!);

const codeOf = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return expect.fail('nothing was thrown');
};

describe('a task', () => {
  it('has 2 to 1,000 classes, each with a name of its own, and sides of 8 to 256 pixels', () => {
    const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `sign ${i}`);
    const fits = (task: unknown): boolean => taskSchema.safeParse(task).success;
    expect([1, 2, 1000, 1001].map((n) => fits({ inputShape: [28, 28, 1], classes: names(n) }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([7, 8, 256, 257].map((side) => fits({ inputShape: [side, 28, 1], classes: names(3) }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(fits({ inputShape: [28, 28, 3], classes: names(3) })).toBe(false);
    expect(fits(small('a', 'b', 'a'))).toBe(false);
    expect(fits(small('a', ' '))).toBe(false);
    expect(fits(small('a', 'x'.repeat(41)))).toBe(false);
    expect(fits(small('あ', '逗号', "apostrophe '"))).toBe(true);
    expect(taskSchema.parse(DIGITS)).toEqual(DIGITS);
    expect([isDigits(DIGITS), isDigits(small('0', '1'))]).toEqual([true, false]);
  });

  it('of several data sets is the union of their classes, in order of appearance', () => {
    expect(joinTasks([small('b', 'a'), small('a', 'c')]).classes).toEqual(['b', 'a', 'c']);
    expect([...classMap(small('a', 'c'), small('b', 'a', 'c'))]).toEqual([1, 2]);
  });

  it('follows renamed, merged and chosen classes', () => {
    const transforms: Transforms = { rename: { o: '0', O: '0', l: '1' }, only: ['1', '0'] };
    const own = small('o', 'l', 'O', 'x');
    const task = joinTasks([own], transforms);
    expect(task.classes).toEqual(['1', '0']);
    expect([...classMap(own, task, transforms)]).toEqual([1, 0, 1, -1]);
    // A class that an object has by birth is renamed no more than any other.
    expect(joinTasks([small('constructor', 'toString')], { rename: {} }).classes).toEqual(['constructor', 'toString']);
  });

  it('is refused where nothing comes of it', () => {
    expect(codeOf(() => joinTasks([small('a', 'b'), { ...small('a', 'b'), inputShape: [9, 9, 1] }]))).toBe(
      'data-sizes-differ',
    );
    expect(codeOf(() => joinTasks([small('a', 'b')], { only: ['a', 'z'] }))).toBe('class-unknown');
    expect(codeOf(() => joinTasks([small('a', 'b')], { rename: { a: 'b' } }))).toBe('classes-too-few');
    const many = (from: number): Task => small(...Array.from({ length: 600 }, (_, i) => `${from + i}`));
    expect(codeOf(() => joinTasks([many(0), many(600)]))).toBe('classes-too-many');
  });
});

describe('the framing of several data sets', () => {
  it('is what all of them have, also scaled', () => {
    expect(joinFraming(['as-written', 'as-written'])).toBe('as-written');
    expect(joinFraming(['centred'], { resize: { height: 32, width: 32 } })).toBe('centred');
  });

  it('is what the transforms frame them anew as, whatever they had', () => {
    const resize = { height: 28, width: 28, framing: 'centred' } as const;
    expect(joinFraming(['as-written'], { resize })).toBe('centred');
    expect(joinFraming(['centred', 'as-written'], { resize: { ...resize, framing: 'as-written' } })).toBe('as-written');
  });

  it('is refused where they differ, also when whole images are scaled', () => {
    const resize = { height: 32, width: 32 };
    expect(codeOf(() => joinFraming(['centred', 'as-written']))).toBe('data-framings-differ');
    expect(codeOf(() => joinFraming(['as-written', 'centred'], { resize }))).toBe('data-framings-differ');
  });
});

describe('transforms', () => {
  it('leave a set that needs none as it is', () => {
    const set = setOf(small('a', 'b'), [0, 1, 0], [1, 2, 3]);
    const same = transformImages([{ set }], set.task);
    expect(same.images).toBe(set.images);
    expect(same).toEqual(set);
  });

  it('join sets by the names of their classes', () => {
    const [a, b] = [setOf(small('x', 'y'), [0, 1], [1, 2]), setOf(small('y', 'z'), [0, 1], [3, 4])];
    const joined = transformImages([{ set: a }, { set: b }], joinTasks([a.task, b.task]));
    expect([...joined.labels]).toEqual([0, 1, 1, 2]);
    expect(levelsOf(joined)).toEqual([1, 2, 3, 4]);
    expect(joined.task.classes).toEqual(['x', 'y', 'z']);
  });

  it('keep in mind which set an image is of, also when some are left out and when the whole is joined to another', () => {
    const [a, b] = [setOf(small('x', 'y'), [0, 1, 0], [1, 2, 1]), setOf(small('x', 'y'), [0, 1], [3, 4])];
    const joined = transformImages([{ set: a, leaveOut: [1] }, { set: b }], a.task, { dropDuplicates: true });
    expect(levelsOf(joined)).toEqual([1, 3, 4]);
    expect([...joined.sources!]).toEqual([0, 1, 1]);
    expect([...concatenate([joined, a], a.task).sources!]).toEqual([0, 1, 1, 2, 2, 2]);
    expect(transformImages([{ set: a }], a.task).sources).toBeUndefined();
  });

  it('take some classes, leave images out, invert, and drop duplicates', () => {
    const set = setOf(small('a', 'b', 'c'), [0, 1, 2, 2, 0, 2], [10, 20, 30, 30, 50, 60]);
    const transforms: Transforms = { only: ['c', 'a'], invert: true, dropDuplicates: true };
    const task = joinTasks([set.task], transforms);
    const changed = transformImages([{ set, leaveOut: [4] }], task, transforms);
    expect(levelsOf(changed)).toEqual([245, 225, 195]);
    expect([...changed.labels]).toEqual([1, 0, 0]);
    expect(histogram(task, changed.labels)).toEqual([2, 1]);
  });

  it('take few images of each class: all of a small one, those of a smaller number among those of a larger', () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i < 3 ? 2 : i % 2));
    const levels = labels.map((_, i) => i + 1);
    const set = setOf(small('a', 'b', 'c'), labels, levels);
    const taken = (count: number, seed = 7): number[] =>
      levelsOf(transformImages([{ set }], set.task, { perClass: { count, seed } }));
    const sizes = [1, 5, 10, 100].map((count) => taken(count));
    expect(sizes.map(({ length }) => length)).toEqual([3, 13, 23, 60]);
    for (const [i, few] of sizes.entries()) {
      expect(few).toEqual([...few].sort((a, b) => a - b));
      expect(sizes[i + 1] ?? few).toEqual(expect.arrayContaining(few));
    }
    expect(
      histogram(
        set.task,
        Uint16Array.from(sizes[1]!, (level) => labels[level - 1]!),
      ),
    ).toEqual([5, 5, 3]);
    expect(taken(5)).toEqual(sizes[1]);
    expect(taken(5, 8)).not.toEqual(sizes[1]);
  });

  it('bring images to another size, proportions kept, on paper', () => {
    const set = setOf(small('a', 'b'), [0], [200]);
    const transforms: Transforms = { resize: { height: 16, width: 16 } };
    const task = joinTasks([set.task], transforms);
    const { images } = transformImages([{ set }], task, transforms);
    expect(images).toHaveLength(256);
    // 8 x 9 becomes 14 x 16, in the middle.
    expect([images[0], images[8], images[7 * 16 + 8], images[15 * 16]]).toEqual([0, 0, 200, 0]);
  });

  it('never lose or invent an image, whatever is renamed and chosen', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const name = fc.constantFrom(...names);
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { maxLength: 40 }),
        fc.dictionary(name, name),
        fc.subarray(names, { minLength: 2 }),
        (labels, rename, wanted) => {
          const set = setOf(
            small(...names),
            labels,
            labels.map((_, i) => i),
          );
          const renamed = (label: number): string => rename[names[label]!] ?? names[label]!;
          const only = wanted.filter((one) => names.some((_, label) => renamed(label) === one));
          fc.pre(only.length >= 2);
          const task = joinTasks([set.task], { rename, only });
          const changed = transformImages([{ set }], task, { rename, only });
          const expected = labels.flatMap((label, i) => (only.includes(renamed(label)) ? [[i, renamed(label)]] : []));
          expect(levelsOf(changed).map((level, i) => [level, task.classes[changed.labels[i]!]])).toEqual(expected);
        },
      ),
    );
  });
});

describe('corrections of labels', () => {
  const none = { relabelled: [], leftOut: [] };
  it('go into a run as the changes of its data, those of training images alone', () => {
    const test = { relabelled: [[4, '三'] as [number, string]], leftOut: [9] };
    const own = {
      dataset: 'set-0123abcd',
      content: 'abc',
      undoable: 2,
      train: { relabelled: [[5, '三'] as [number, string]], leftOut: [7] },
      test,
    };
    const other = { dataset: 'mnist', content: 'def', undoable: 0, train: none, test };
    expect(correctedTransforms([own, other])).toEqual({
      relabel: { 'set-0123abcd': [[5, '三']] },
      leaveOut: { 'set-0123abcd': [7] },
      counted: { 'set-0123abcd': 'abc' },
    });
    expect(correctedTransforms([other])).toEqual({});
  });

  it('counts the images that are corrected otherwise than before, those that were taken back among them', () => {
    const before = { relabelled: [[1, 'a'] as [number, string], [2, 'b'] as [number, string]], leftOut: [3] };
    expect(correctedSince(before, before)).toBe(0);
    // One is another class, one is as it was given, one is left out instead, one is new.
    expect(correctedSince(before, { relabelled: [[1, 'c']], leftOut: [2, 5] })).toBe(4);
    expect(correctedSince({ relabelled: [], leftOut: [] }, before)).toBe(3);
  });
});

describe('on disk', () => {
  it('labels are two bytes each, lower byte first, and come back', () => {
    expect([...labelsToBytes([1, 256, 999])]).toEqual([1, 0, 0, 1, 231, 3]);
    fc.assert(
      fc.property(fc.array(fc.nat(65_535)), (labels) => {
        expect([...labelsFromBytes(labelsToBytes(labels))]).toEqual(labels);
      }),
    );
  });

  it('a confusion matrix is its cells that are not 0', () => {
    const counts = [
      [5, 0, 1],
      [0, 0, 0],
      [2, 0, 9],
    ];
    expect(cellsOf(counts)).toEqual([
      [0, 0, 5],
      [0, 2, 1],
      [2, 0, 2],
      [2, 2, 9],
    ]);
  });
});
