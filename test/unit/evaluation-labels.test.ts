import { describe, expect, it } from 'vitest';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { correctedLabels } from '../../shared/evaluation/corrected-labels.ts';
import { placesForModel, requireSize } from '../../shared/evaluation/labels-for-model.ts';
import { chooseLabels, firstOfEquals, transformImages } from '../../shared/task/transform.ts';

const task = (classes: string[], side = 28): Task => ({ inputShape: [side, side, 1], classes });
const model = task(['a', 'b', 'c']);
const data = { task: task(['c', 'a', 'd']), labels: Uint16Array.of(0, 1, 0, 1) };

describe('a data set as a model reads it', () => {
  it('meets its classes by name', () => {
    const { places, given } = placesForModel(model, data, {});
    expect([...places]).toEqual([0, 1, 2, 3]);
    expect([...given]).toEqual([2, 0, 2, 0]);
  });

  it('is the images of some classes, or of some places, alone', () => {
    expect([...placesForModel(model, data, {}, { only: ['a'] }).places]).toEqual([1, 3]);
    expect([...placesForModel(model, data, {}, { among: Uint32Array.of(3, 2) }).given]).toEqual([0, 2]);
    expect(() => placesForModel(model, data, {}, { only: ['x'] })).toThrow('class-unknown');
  });

  it('has no image of a class that the model lacks, unless its run renamed it so', () => {
    const other = { ...data, labels: Uint16Array.of(0, 2) };
    expect(() => placesForModel(model, other, {})).toThrow('model-lacks-classes');
    expect([...placesForModel(model, other, { rename: { d: 'b' } }).given]).toEqual([2, 1]);
    expect([...placesForModel(model, other, {}, { only: ['c'] }).places]).toEqual([0]);
  });

  it("has the model's size, as it is or as its run resized it", () => {
    expect(() => requireSize(model, task(['a', 'b'], 32), {})).toThrow('model-other-size');
    requireSize(model, task(['a', 'b'], 32), { resize: { height: 28, width: 28 } });
    expect(() => requireSize(model, model, { resize: { height: 32, width: 32 } })).toThrow('model-other-size');
  });
});

describe('corrections', () => {
  const [given, places] = [Int32Array.of(0, 1, 2, 0), Uint32Array.of(10, 11, 12, 13)];

  it('are laid over the labels of an evaluation', () => {
    const corrections = { relabelled: [[11, 'c'] as [number, string], [99, 'a'] as [number, string]], leftOut: [12] };
    expect([...correctedLabels(given, places, corrections, model)]).toEqual([0, 2, -1, 0]);
    expect(correctedLabels(given, places, { relabelled: [], leftOut: [] }, model)).toBe(given);
  });

  it('count by the names that the run gave, and leave out what the model does not know', () => {
    const corrections = { relabelled: [[10, 'd'] as [number, string], [13, 'e'] as [number, string]], leftOut: [] };
    expect([...correctedLabels(given, places, corrections, model, { d: 'b' })]).toEqual([1, 1, 2, -1]);
  });

  it("change labels before anything else is made of a run's images", () => {
    const relabel = [[0, 'a'] as const, [3, 'd'] as const];
    expect(chooseLabels({ set: data, relabel }, task(['a', 'c']), {})).toEqual({
      kept: Uint32Array.of(0, 1, 2),
      labels: Uint16Array.of(0, 0, 1),
    });
    expect([...chooseLabels({ set: data, relabel }, model, { rename: { d: 'b' } }).labels]).toEqual([0, 0, 2, 1]);
    expect(() => chooseLabels({ set: data, relabel: [[0, 'z']] }, model, {})).toThrow('class-unknown');
    expect([...data.labels]).toEqual([0, 1, 0, 1]);
    const small = { ...task(['c', 'a', 'd'], 8) };
    const images = new Uint8Array(4 * 64).map((_, i) => (i < 64 ? 0 : 9));
    const set = { task: small, count: 4, images, labels: data.labels };
    expect([...transformImages([{ set, relabel }], small).labels]).toEqual([1, 1, 0, 2]);
    expect([...firstOfEquals(set)]).toEqual([0, 1]);
  });
});
