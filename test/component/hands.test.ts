import { describe, expect, test, vi } from 'vitest';
import { collectingOrder } from '../../renderer/features/hands/collecting-order.ts';
import { isReadOtherwise, isTooSmall } from '../../renderer/features/hands/doubt.ts';
import { stepFrom } from '../../renderer/charts/stamp-rows.ts';
import { selectionAfter } from '../../renderer/features/hands/grid-keys.ts';
import { createSaveQueue } from '../../renderer/features/hands/save-queue.ts';
import { areSigns, ownSigns } from '../../renderer/features/hands/sign-sets.ts';
import { penStrokes, stampTime } from '../../renderer/stores/pen-times.ts';
import { penStrokesSchema, HAND_LIMITS } from '../../shared/contract/schemas/hand.ts';
import type { Point } from '../../shared/ink/types.ts';
import { fineTuneRequestSchema } from '../../shared/contract/schemas/run.ts';
import { learnMyHand, parentFor } from '../../shared/runs/learn-my-hand.ts';
import { someHand, starterModel } from '../fixtures/scripted-hands.ts';

describe('the order in which signs are asked for', () => {
  test('has each sign as often as wanted, once in each round, and none twice in a row', () => {
    const classes = ['a', 'b', 'c'];
    const order = collectingOrder(classes, 40);
    expect(order).toHaveLength(120);
    for (let round = 0; round < 40; round++) expect(order.slice(3 * round, 3 * round + 3).sort()).toEqual(classes);
    expect(order.every((sign, i) => sign !== order[i + 1])).toBe(true);
  });

  test('is another one each time', () => {
    const orders = new Set(Array.from({ length: 20 }, () => collectingOrder([...'0123456789'], 2).join('')));
    expect(orders.size).toBeGreaterThan(15);
  });
});

describe('pen strokes', () => {
  test('have times since the first point, and a point made at the pad’s edge has that of the one before', () => {
    const a = stampTime([0.1, 0.1] as Point, 1000.4);
    const b = stampTime([0.2, 0.1] as Point, 1016.1);
    const edge: Point = [0, 0.1];
    expect(penStrokes([[a, b, edge], [stampTime([0.5, 0.5] as Point, 1400)]])).toEqual([
      [
        [0.1, 0.1, 0],
        [0.2, 0.1, 16],
        [0, 0.1, 16],
      ],
      [[0.5, 0.5, 400]],
    ]);
  });

  test('without times stay without them', () => {
    expect(penStrokes([[[0.1, 0.2]]])).toEqual([[[0.1, 0.2]]]);
  });

  test('of a very long scribble are thinned to what a hand takes, with its ends', () => {
    const scribble = Array.from({ length: HAND_LIMITS.points * 3 }, (_, i): Point => [(i % 997) / 997, (i % 89) / 89]);
    const kept = penStrokes([scribble]);
    expect(penStrokesSchema.safeParse(kept).success).toBe(true);
    expect(kept[0]!.at(-1)!.slice(0, 2)).toEqual(scribble.at(-1));
  });
});

describe('the queue of what is written', () => {
  test('writes in order, stops at what fails, and goes on from there', async () => {
    const queue = createSaveQueue();
    const done: string[] = [];
    let broken = true;
    for (const name of ['a', 'b', 'c']) {
      queue.push((again) => {
        if (name === 'b' && broken) return Promise.reject(new Error('no'));
        done.push(again ? `${name} again` : name);
        return Promise.resolve();
      });
    }
    await queue.settled();
    expect([done, queue.count.value, queue.error.value?.code]).toEqual([['a'], 2, 'internal']);
    broken = false;
    queue.retry();
    await queue.settled();
    expect([done, queue.count.value, queue.error.value]).toEqual([['a', 'b again', 'c'], 0, null]);
    queue.push(() => Promise.resolve(void done.push('d')));
    await vi.waitFor(() => expect(done).toContain('d'));
  });
});

describe('the grid', () => {
  test('keys lead within it', () => {
    expect(stepFrom('ArrowRight', 4, 5, 3)).toBe(4);
    expect(stepFrom('ArrowUp', 4, 5, 3)).toBe(1);
    expect(stepFrom('ArrowDown', 1, 5, 3)).toBe(4);
    expect(stepFrom('x', 1, 5, 3)).toBeNull();
  });

  test('a move selects one, a range or one more', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const move = { from: 3, to: 1, range: false, toggle: false };
    expect([...selectionAfter(new Set(['a']), ids, move)]).toEqual(['b']);
    expect([...selectionAfter(new Set(['a']), ids, { ...move, range: true })]).toEqual(['b', 'c', 'd']);
    expect([...selectionAfter(new Set(['a']), ids, { ...move, toggle: true })]).toEqual(['a', 'b']);
    expect([...selectionAfter(new Set(['a', 'b']), ids, { ...move, toggle: true })]).toEqual(['a']);
  });
});

test('own signs are characters as people see them, or words; doubles and too few are no signs', () => {
  expect(ownSigns('甲乙甲')).toEqual(['甲', '乙']);
  expect(ownSigns(' ja nein, vielleicht ')).toEqual(['ja', 'nein', 'vielleicht']);
  expect(ownSigns('e\u0301👩‍👧')).toEqual(['\u00e9', '👩‍👧']);
  expect(areSigns(ownSigns('aa'))).toBe(false);
  expect(areSigns(['a', 'x'.repeat(41)])).toBe(false);
  expect(areSigns(ownSigns('ab'))).toBe(true);
});

test('a drawing deserves a second look when it was read otherwise, or is a letter of no size', () => {
  expect(isReadOtherwise({ label: '4', reading: { label: '9', probability: 0.6 } })).toBe(true);
  expect(isReadOtherwise({ label: '4', reading: null })).toBe(false);
  expect(isTooSmall([[[0.5, 0.5]]], '4')).toBe(true);
  expect(isTooSmall([[[0.5, 0.5]]], '.')).toBe(false);
  expect(
    isTooSmall(
      [
        [
          [0.5, 0.2],
          [0.5, 0.8],
        ],
      ],
      '1',
    ),
  ).toBe(false);
});

describe('learning a hand', () => {
  const model = { ...starterModel };

  test('goes on from a model that knows all signs, else from one of the size', () => {
    const letters = { ...model, ref: 'letters', createdAt: 9, task: { ...model.task, classes: ['a', 'b', 'c'] } };
    expect(parentFor(someHand(), [letters, model])).toEqual(model);
    expect(parentFor(someHand({ classes: ['c', 'a'] }), [model, letters])).toEqual(letters);
    expect(parentFor(someHand({ classes: ['α', 'β'] }), [letters, model])).toEqual(model);
    const large = someHand({ frame: { height: 32, width: 32, framing: 'centred' } });
    expect(parentFor(large, [model])).toBeNull();
  });

  test('centres ink that was kept as written for a model of centred ink, and never the other way round', () => {
    const written = someHand({ frame: { height: 28, width: 28, framing: 'as-written' } });
    const parent = parentFor(written, [model])!;
    const request = learnMyHand(written, parent, null, 'Mine');
    expect(fineTuneRequestSchema.parse(request)).toEqual(request);
    expect(request.data.transforms).toEqual({ resize: { height: 28, width: 28, framing: 'centred' } });
    expect(learnMyHand(someHand(), parent, null, 'Mine').data.transforms).toBeUndefined();
    const reader = { ...model, ref: 'written', framing: 'as-written' as const };
    expect(parentFor(someHand(), [reader])).toBeNull();
    expect(learnMyHand(written, parentFor(written, [reader])!, null, 'Mine').data.transforms).toBeUndefined();
  });

  test('is a request that the contract takes, with replay where the model keeps its head', () => {
    const parts = { train: 80, test: 20, nearDuplicates: 0, leftOut: 0 };
    const digits = learnMyHand(someHand({ parts }), model, 'mnist', 'Mine');
    expect(fineTuneRequestSchema.parse(digits)).toEqual(digits);
    expect(digits.from).toMatchObject({ head: 'keep', replay: { datasets: ['mnist'] } });
    const own = learnMyHand(someHand({ parts, classes: ['α', 'β'] }), model, 'mnist', 'Mine');
    expect(fineTuneRequestSchema.parse(own)).toEqual(own);
    expect(own.from).toMatchObject({ head: 'new' });
    expect(own.from.replay).toBeUndefined();
  });
});
