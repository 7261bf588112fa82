import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Validation } from '../../shared/contract/schemas/recipe.ts';
import { chooseImages } from '../../shared/data/choose.ts';
import { groupsFromBytes, groupsToBytes } from '../../shared/data/label-bytes.ts';
import { joinGroups, transformImages } from '../../shared/task/transform.ts';

const images = fc.array(fc.record({ label: fc.nat(4), group: fc.nat(30) }), { minLength: 20, maxLength: 200 });
const kinds: fc.Arbitrary<Validation> = fc.oneof(
  fc.record({ kind: fc.constant('stratified' as const), fraction: fc.double({ min: 0.05, max: 0.5, noNaN: true }) }),
  fc.record({ kind: fc.constant('tail' as const), fraction: fc.double({ min: 0.05, max: 0.5, noNaN: true }) }),
  fc.record({ kind: fc.constant('fold' as const), folds: fc.constant(4), index: fc.nat(3) }),
);
const columns = (items: readonly { label: number; group: number }[]) => ({
  labels: Uint16Array.from(items, ({ label }) => label),
  groups: Uint32Array.from(items, ({ group }) => group),
});

describe('images that belong together', () => {
  it('are never parted by validation, and all are used once', () => {
    fc.assert(
      fc.property(
        images,
        kinds,
        fc.nat(),
        fc.option(fc.integer({ min: 10, max: 100 })),
        (items, validation, seed, limit) => {
          const { labels, groups } = columns(items);
          fc.pre(new Set(groups).size >= 4);
          const { train, validation: held } = chooseImages(labels, {
            validation,
            seed,
            groups,
            limit: limit ?? undefined,
          });
          const trained = new Set(Array.from(train, (i) => groups[i]!));
          for (const i of held) expect(trained.has(groups[i]!)).toBe(false);
          const used = [...train, ...held];
          expect(new Set(used).size).toBe(used.length);
          expect(used.length).toBe(Math.min(limit ?? items.length, items.length));
        },
      ),
    );
  });

  it('each validate in one fold', () => {
    fc.assert(
      fc.property(images, fc.nat(), (items, seed) => {
        const { labels, groups } = columns(items);
        fc.pre(new Set(groups).size >= 4);
        const held = [0, 1, 2, 3].flatMap((index) => [
          ...chooseImages(labels, { validation: { kind: 'fold', folds: 4, index }, seed, groups }).validation,
        ]);
        expect(held.sort((a, b) => a - b)).toEqual([...labels.keys()]);
      }),
    );
  });

  it('are chosen as ever where each stands for itself', () => {
    const labels = Uint16Array.from({ length: 500 }, (_, i) => (i * i) % 7);
    const choice = { validation: { kind: 'stratified', fraction: 0.2 } as const, seed: 3, limit: 300 };
    expect(chooseImages(labels, { ...choice, groups: Uint32Array.from(labels.keys()) })).toEqual(
      chooseImages(labels, choice),
    );
  });

  it('stay together through transforms, beside a set without groups, and through their file', () => {
    const task = { inputShape: [8, 8, 1] as [number, number, 1], classes: ['a', 'b'] };
    const set = (groups?: Uint32Array) => ({
      task,
      count: 4,
      images: Uint8Array.from({ length: 256 }, (_, i) => i),
      labels: Uint16Array.of(0, 1, 0, 1),
      groups,
    });
    const grouped = set(Uint32Array.of(7, 2, 7, 9));
    expect(transformImages([{ set: grouped, leaveOut: [1] }], task).groups).toEqual(Uint32Array.of(7, 7, 9));
    expect(transformImages([{ set: set() }], task).groups).toBeUndefined();
    const joined = [...transformImages([{ set: grouped }, { set: set() }, { set: grouped }], task).groups!];
    expect(joined[0]).toBe(joined[2]);
    expect(joined[8]).toBe(joined[10]);
    expect(new Set(joined).size).toBe(10);
    expect(joinGroups([{ count: 3 }, { count: 2 }])).toBeUndefined();
    expect(groupsFromBytes(groupsToBytes(Uint32Array.of(0, 1, 2 ** 32 - 1)))).toEqual(
      Uint32Array.of(0, 1, 2 ** 32 - 1),
    );
  });
});
