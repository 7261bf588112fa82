import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { layerSchema, type LayerInput, type LayerSpec } from '../../shared/contract/schemas/layer.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { allPaths } from '../../shared/model/edit/layer-path.ts';
import { inspectModel, type Inspection } from '../../shared/model/edit/inspect.ts';
import { inspectedAt, mendsOf } from '../../shared/model/edit/mends.ts';
import type { ModelFault } from '../../shared/model/faults.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { invalidModelSpecs } from '../fixtures/invalid-model-specs.ts';
import { modelSpecs } from '../fixtures/model-specs.ts';

const inspect = (layers: readonly LayerSpec[], task: Task = DIGITS): Inspection => inspectModel(task, layers);
const parsed = (...layers: LayerInput[]): LayerSpec[] => layers.map((layer) => layerSchema.parse(layer));
const reasons = ({ faults }: Inspection): ModelFault[] => faults.map(({ reason }) => reason);

/** Told of the model as a whole, at its last layer. */
const WHOLE: readonly ModelFault[] = ['nothing-to-train', 'output-not-classes', 'output-not-softmax'];
const SOFTMAX: LayerInput = { type: 'Dense', units: 10, activation: 'softmax' };

/** The task of a spec that may be of any size and any number of classes. */
const taskOf = (inputShape: readonly number[], classes: number): Task => ({
  inputShape: inputShape as unknown as Task['inputShape'],
  classes: Array.from({ length: classes }, (_, i) => `c${i}`),
});

describe('a model without faults', () => {
  it.each(PRESETS.map(({ id, model }) => [id, model] as const))('%s has none', (_, model) => {
    const inspection = inspect(model.layers);
    expect(inspection.faults).toEqual([]);
    expect(inspection.layers.map(({ info }) => info)).toEqual(describeModelFor(DIGITS, model).layers);
  });

  it('random ones have none, and their layers are described as they are elsewhere', () => {
    fc.assert(
      fc.property(modelSpecs, (spec) => {
        const classes = spec.layers.flatMap((layer) => (layer.type === 'Dense' ? layer.units : [])).at(-1)!;
        expect(inspect(spec.layers, taskOf(spec.inputShape, classes)).faults).toEqual([]);
      }),
      { numRuns: 200, seed: 21 },
    );
  });
});

describe('all faults at once', () => {
  it('are told at their layers, each mistake once', () => {
    const inspection = inspect(
      parsed(
        { type: 'Conv2D', filters: 8, kernelSize: [40, 3] },
        { type: 'MaxPooling2D', poolSize: [30, 30] },
        { type: 'DepthwiseConv2D', kernelSize: [3, 3], strides: [1, 2], padding: 'same' },
        { type: 'Dense', units: 32, name: 'a/b' },
        { type: 'Dropout', rate: 0.5 },
        { type: 'Dense', units: 7, activation: 'softmax' },
      ),
    );
    expect(inspection.faults.map(({ reason, path }) => [reason, path])).toEqual([
      ['window-too-large', [0]],
      ['window-too-large', [1]],
      ['uneven-strides', [2]],
      ['name-with-slash', [3]],
      ['needs-vector', [3]],
      ['output-not-classes', [5]],
    ]);
    expect(inspection.faults.at(-1)!.params).toMatchObject({ layer: 'dense', index: 6, shape: '7', classes: 10 });
  });

  it('inside blocks as well', () => {
    const inspection = inspect(
      parsed({ type: 'Residual', layers: [{ type: 'Dense', units: 3 }] }, { type: 'Flatten' }, SOFTMAX),
    );
    expect(inspection.faults.map(({ reason, path }) => [reason, path])).toEqual([['needs-vector', [0, 0]]]);
  });

  it('are as many as mistakes were made: a model that anybody else calls invalid has at least one', () => {
    fc.assert(
      fc.property(invalidModelSpecs, ({ spec, fault }) => {
        const found = inspect(spec.layers, taskOf(spec.inputShape, 10));
        expect(reasons(found)).toContain(fault);
      }),
      { numRuns: 400, seed: 22 },
    );
  });
});

describe('mends', () => {
  it('each takes away the fault that it is for', () => {
    const mended = new Map<ModelFault, Set<string>>();
    fc.assert(
      fc.property(invalidModelSpecs, ({ spec }) => {
        const task = taskOf(spec.inputShape, 10);
        const before = inspect(spec.layers, task);
        for (const fault of before.faults) {
          for (const mend of mendsOf(fault, before, task)) {
            const edited = mend.apply(spec.layers);
            if (!edited) continue;
            const after = inspect(edited.layers, task);
            const what = `${fault.reason} by ${mend.kind}`;
            // Where the layer is now, or what came in its place; behind it the same kind of fault may come to light.
            const places = [...edited.selection.map((path) => inspectedAt(after, path)!), after.layers.at(-1)!];
            for (const place of WHOLE.includes(fault.reason) ? places : places.slice(0, -1)) {
              expect(
                place.faults.map(({ reason }) => reason),
                what,
              ).not.toContain(fault.reason);
            }
            if (mend.kind === 'remove')
              expect(allPaths(edited.layers).length).toBeLessThan(allPaths(spec.layers).length);
            mended.set(fault.reason, (mended.get(fault.reason) ?? new Set()).add(mend.kind));
          }
        }
      }),
      { numRuns: 600, seed: 23 },
    );
    // Every kind of fault that a person can make in the editor has one.
    expect([...mended.keys()].sort()).toEqual(
      [
        'dilated-strides',
        'duplicate-name',
        'heads-uneven',
        'name-with-slash',
        'needs-image',
        'needs-sequence',
        'needs-vector',
        'nothing-to-train',
        'output-not-classes',
        'output-not-softmax',
        'patch-uneven',
        'reshape-mismatch',
        'shortcut-needs-image',
        'shortcut-shape',
        'shortcut-unreachable',
        'softmax-inside',
        'too-deep',
        'too-large',
        'uneven-strides',
        'window-too-large',
      ].sort(),
    );
  });

  it.each<[string, LayerInput[]]>([
    ['an empty model', []],
    ['a Dense on an image', [SOFTMAX]],
    [
      'a convolution on a vector',
      [{ type: 'Flatten' }, { type: 'Conv2D', filters: 4, kernelSize: [3, 3] }, { type: 'Flatten' }, SOFTMAX],
    ],
    ['a last Dense of other units', [{ type: 'Flatten' }, { type: 'Dense', units: 4, activation: 'softmax' }]],
    ['a last Dense without softmax', [{ type: 'Flatten' }, { type: 'Dense', units: 10 }]],
    [
      'a softmax over other classes',
      [{ type: 'Flatten' }, { type: 'Dense', units: 7 }, { type: 'Activation', activation: 'softmax' }],
    ],
    [
      'an LSTM behind an LSTM',
      [{ type: 'Reshape', targetShape: [28, 28] }, { type: 'LSTM', units: 4 }, { type: 'LSTM', units: 4 }, SOFTMAX],
    ],
    ['an LSTM on an image', [{ type: 'LSTM', units: 4 }, SOFTMAX]],
    [
      'patches that do not divide',
      [{ type: 'PatchEmbedding', patchSize: [5, 5], units: 8 }, { type: 'GlobalAveragePooling1D' }, SOFTMAX],
    ],
    ['a pooling that is too large', [{ type: 'MaxPooling2D', poolSize: [40, 40] }, { type: 'Flatten' }, SOFTMAX]],
    ['frozen layers alone', [{ type: 'Flatten' }, { ...SOFTMAX, trainable: false } as LayerInput]],
    [
      'a block that changes the shape',
      [
        { type: 'Residual', layers: [{ type: 'Conv2D', filters: 8, kernelSize: [3, 3] }] },
        { type: 'Flatten' },
        SOFTMAX,
      ],
    ],
    [
      'many faults',
      [
        { type: 'Conv2D', filters: 8, kernelSize: [40, 3] },
        { type: 'Dense', units: 8, activation: 'softmax' },
        { type: 'LSTM', units: 4 },
      ],
    ],
  ])('%s is a model that can be trained after a few clicks on the first mend', (_, layers) => {
    let now: readonly LayerSpec[] = parsed(...layers);
    for (let clicks = 0; clicks < 12; clicks++) {
      const inspection = inspect(now);
      const [fault] = inspection.faults;
      if (!fault) break;
      now = mendsOf(fault, inspection, DIGITS)[0]!.apply(now)!.layers;
    }
    const model = { version: 1 as const, name: 'mended', inputShape: DIGITS.inputShape, layers: [...now] };
    expect(() => describeModelFor(DIGITS, model)).not.toThrow(AppError);
  });

  it('are what fitting to another task does, too: nothing else is at fault in a fitted preset', () => {
    const task: Task = { inputShape: [32, 20, 1], classes: ['a', 'b', 'c'] };
    for (const { model } of PRESETS) expect(inspect(fitModel(model, task).layers, task).faults).toEqual([]);
  });
});
