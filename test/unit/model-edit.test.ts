import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerSchema, type LayerSpec } from '../../shared/contract/schemas/layer.ts';
import { canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';
import { layersFromText, layersToText } from '../../shared/model/edit/clipboard.ts';
import { allPaths, layerAt, outermost, type LayerPath } from '../../shared/model/edit/layer-path.ts';
import {
  changeLayers,
  duplicateLayers,
  insertLayers,
  moveLayers,
  removeLayers,
  type Edited,
} from '../../shared/model/edit/operations.ts';
import { stepLayers, unwrapLayer, wrapLayers, type Step } from '../../shared/model/edit/steps.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { modelSpecs } from '../fixtures/model-specs.ts';

const dense = (units: number, name?: string): LayerSpec =>
  layerSchema.parse({ type: 'Dense', units, ...(name === undefined ? {} : { name }) });
const block = (...layers: LayerSpec[]): LayerSpec => layerSchema.parse({ type: 'Residual', layers });

/** Layers as nested lists of units. */
type Units = (number | Units)[];
const unitsOf = (layers: readonly LayerSpec[]): Units =>
  layers.map((layer) => (layer.type === 'Residual' ? unitsOf(layer.layers) : layer.type === 'Dense' ? layer.units : 0));
const shown = (edited: Edited | null): [Units, LayerPath[]] | null =>
  edited && [unitsOf(edited.layers), edited.selection];

const FOUR = [dense(1), dense(2), dense(3), dense(4)];
const NESTED = [dense(1), block(dense(2), dense(3)), dense(4)];

describe('layers are moved', () => {
  it.each<[string, LayerSpec[], LayerPath[], LayerPath, Units, LayerPath[]]>([
    ['down', FOUR, [[0]], [3], [2, 3, 1, 4], [[2]]],
    ['to the end', FOUR, [[1]], [4], [1, 3, 4, 2], [[3]]],
    ['several that stand apart, together', FOUR, [[3], [0]], [2], [2, 1, 4, 3], [[1], [2]]],
    ['to where they are', FOUR, [[1]], [1], [1, 2, 3, 4], [[1]]],
    ['into a block', NESTED, [[0]], [1, 1], [[2, 1, 3], 4], [[0, 1]]],
    ['to a block’s end', NESTED, [[2]], [1, 2], [1, [2, 3, 4]], [[1, 2]]],
    ['out of a block', NESTED, [[1, 0]], [3], [1, [3], 4, 2], [[3]]],
    ['a block with all in it', NESTED, [[1], [1, 1]], [0], [[2, 3], 1, 4], [[0]]],
    [
      'the last ones out of a block, which goes',
      NESTED,
      [
        [1, 0],
        [1, 1],
      ],
      [0],
      [2, 3, 1, 4],
      [[0], [1]],
    ],
  ])('%s', (_, layers, paths, to, units, selection) => {
    expect(shown(moveLayers(layers, paths, to))).toEqual([units, selection]);
  });

  it('not into themselves', () => {
    expect(moveLayers(NESTED, [[1]], [1, 0])).toBeNull();
  });

  it.each<[Step, LayerPath[], Units | null]>([
    ['up', [[0]], null],
    ['up', [[2]], [1, 4, [2, 3]]],
    ['up', [[1, 0]], [1, 2, [3], 4]],
    ['down', [[2]], null],
    ['down', [[0]], [[2, 3], 1, 4]],
    ['down', [[1, 1]], [1, [2], 3, 4]],
    ['in', [[2]], [1, [2, 3, 4]]],
    ['in', [[1]], null],
    ['out', [[1, 0]], [1, [3], 2, 4]],
    ['out', [[0]], null],
  ])('by one step %s: %j', (step, paths, units) => {
    expect(shown(stepLayers(NESTED, paths, step))?.[0] ?? null).toEqual(units);
  });
});

describe('layers come and go', () => {
  it('before a place, and at an end', () => {
    expect(shown(insertLayers(FOUR, [1], [dense(9)]))).toEqual([[1, 9, 2, 3, 4], [[1]]]);
    expect(shown(insertLayers([], [0], [dense(9)]))).toEqual([[9], [[0]]]);
    expect(shown(insertLayers(NESTED, [1, 2], [dense(8), dense(9)]))).toEqual([
      [1, [2, 3, 8, 9], 4],
      [
        [1, 2],
        [1, 3],
      ],
    ]);
  });

  it('never more than a model may have', () => {
    const many = Array.from({ length: 200 }, () => dense(1));
    expect(insertLayers(many, [0], [dense(1)])).toBeNull();
    const full = [block(...Array.from({ length: 50 }, () => dense(1)))];
    expect(insertLayers(full, [0, 0], [dense(1)])).toBeNull();
    expect(duplicateLayers(full, [[0, 0]])).toBeNull();
  });

  it('are taken away, with blocks that would be empty, and what follows is selected', () => {
    expect(shown(removeLayers(FOUR, [[1], [2]]))).toEqual([[1, 4], [[1]]]);
    expect(shown(removeLayers(FOUR, [[3]]))).toEqual([[1, 2, 3], [[2]]]);
    expect(shown(removeLayers(NESTED, [[1, 1]]))).toEqual([[1, [2], 4], [[1, 0]]]);
    expect(
      shown(
        removeLayers(NESTED, [
          [1, 0],
          [1, 1],
        ]),
      ),
    ).toEqual([[1, 4], [[1]]]);
    expect(shown(removeLayers([dense(1)], [[0]]))).toEqual([[], []]);
  });

  it('are doubled behind the last of them, under names of their own', () => {
    const named = [dense(1, 'a'), dense(2)];
    const twice = duplicateLayers(named, [[0], [1]])!;
    expect(shown(twice)).toEqual([
      [1, 2, 1, 2],
      [[2], [3]],
    ]);
    expect(twice.layers.map(({ name }) => name)).toEqual(['a', undefined, undefined, undefined]);
    expect(twice.layers[2]).not.toBe(twice.layers[0]);
  });

  it('are put into a block and taken out of one', () => {
    expect(shown(wrapLayers(FOUR, [[1], [3]]))).toEqual([[1, [2, 4], 3], [[1]]]);
    expect(shown(unwrapLayer(NESTED, [1]))).toEqual([
      [1, 2, 3, 4],
      [[1], [2]],
    ]);
    expect(unwrapLayer(NESTED, [0])).toBeNull();
    expect(wrapLayers(NESTED, [[0], [1, 0]])).toBeNull();
  });

  it('are changed, many at once, inside blocks as well', () => {
    const more = changeLayers(NESTED, [[0], [1, 1]], (layer) =>
      layer.type === 'Dense' ? { ...layer, units: 9 } : layer,
    );
    expect(unitsOf(more)).toEqual([9, [2, 9], 4]);
    expect(more[2]).toBe(NESTED[2]);
  });
});

describe('layers as text', () => {
  it.each(PRESETS.map(({ id, model }) => [id, model] as const))(
    '%s comes back as it was',
    (_, { layers, ...model }) => {
      expect(layersFromText(layersToText(layers))).toEqual(layers);
      expect(layersFromText(JSON.stringify({ ...model, layers }))).toEqual(layers);
      expect(layersFromText(JSON.stringify(layers))).toEqual(layers);
      expect(layersFromText(JSON.stringify(layers[0]))).toEqual([layers[0]]);
    },
  );

  it.each([
    '',
    'hello',
    '{}',
    '[]',
    '{"layers":[]}',
    '[{"type":"Conv9D"}]',
    '[{"type":"Dense","units":0}]',
    '['.repeat(9999),
  ])('nothing is read from %j', (text) => expect(layersFromText(text.slice(0, 20_000))).toBeNull());
});

/** Any operation on any layers, as a person might do it. */
const operations = fc.record({
  kind: fc.constantFrom('insert', 'remove', 'move', 'duplicate', 'up', 'down', 'in', 'out', 'wrap', 'unwrap', 'change'),
  picks: fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }),
  to: fc.nat(1000),
});
type Operation = typeof operations extends fc.Arbitrary<infer T> ? T : never;

function apply(layers: readonly LayerSpec[], { kind, picks, to }: Operation): Edited | null {
  const all = allPaths(layers);
  const places = [...all, [layers.length]];
  const paths = all.length === 0 ? [] : picks.map((pick) => all[pick % all.length]!);
  const at = places[to % places.length]!;
  switch (kind) {
    case 'insert':
      return insertLayers(layers, at, [dense(to + 1)]);
    case 'remove':
      return removeLayers(layers, paths);
    case 'move':
      return moveLayers(layers, paths, at);
    case 'duplicate':
      return duplicateLayers(layers, paths);
    case 'wrap':
      return wrapLayers(layers, paths);
    case 'unwrap':
      return paths[0] ? unwrapLayer(layers, paths[0]) : null;
    case 'change':
      return { layers: changeLayers(layers, paths, (layer) => ({ ...layer, name: `n${to}` })), selection: [...paths] };
    default:
      return stepLayers(layers, paths, kind as Step);
  }
}

describe('any operations', () => {
  const count = (layers: readonly LayerSpec[]): number =>
    allPaths(layers).filter((path) => layerAt(layers, path)!.type !== 'Residual').length;

  it('are all undone to the very same layers, and done again to the same', () => {
    fc.assert(
      fc.property(modelSpecs, fc.array(operations, { maxLength: 30 }), ({ layers: start }, steps) => {
        const frozen = JSON.stringify(start);
        let history = startHistory<readonly LayerSpec[]>(start);
        for (const step of steps) {
          const edited = apply(history.present, step);
          if (edited) history = record(history, edited.layers, Infinity);
        }
        const end = history.present;
        while (canUndo(history)) history = undo(history);
        expect(history.present).toBe(start);
        expect(JSON.stringify(history.present)).toBe(frozen);
        while (history.future.length > 0) history = redo(history);
        expect(history.present).toBe(end);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it('select layers that are there, lose none that they should keep, and leave a schema’s layers', () => {
    fc.assert(
      fc.property(modelSpecs, fc.array(operations, { minLength: 1, maxLength: 12 }), ({ layers: start }, steps) => {
        let layers: readonly LayerSpec[] = start;
        for (const step of steps) {
          const edited = apply(layers, step);
          if (!edited) continue;
          for (const path of edited.selection) expect(layerAt(edited.layers, path)).not.toBeNull();
          expect(edited.layers.every((layer) => layerSchema.safeParse(layer).success)).toBe(true);
          const [before, now] = [count(layers), count(edited.layers)];
          if (['move', 'up', 'down', 'in', 'out', 'wrap', 'unwrap', 'change'].includes(step.kind))
            expect(now).toBe(before);
          if (step.kind === 'insert') expect(now).toBe(before + 1);
          layers = edited.layers;
        }
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  it('of paths keep the outermost, each once, in order', () => {
    expect(outermost([[2], [1, 0], [1], [1, 0, 3], [0, 1], [2]])).toEqual([[0, 1], [1], [2]]);
  });
});
