import { describe, expect, it } from 'vitest';
import { transferRequestSchema, type TransferRequest } from '../../shared/contract/schemas/experiment.ts';
import { runSpecSchema, type RunSpec, type TransferGroup } from '../../shared/contract/schemas/run.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { convolutionsOf, frozenPrefix } from '../../shared/model/fine-tune-model.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { FEWEST_STEPS, transferPlan, transferSpecs } from '../../shared/runs/transfer-specs.ts';
import { someHalves, someTransfer } from '../fixtures/transfer-runs.ts';

const specsOf = (of: TransferRequest): RunSpec[] => transferSpecs(of, someHalves(of), 'tutorial-1');
const placeOf = ({ group }: RunSpec): TransferGroup => group as TransferGroup;
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
  return expect.fail('nothing was thrown');
};

describe('the runs of a transfer experiment', () => {
  it('are the base, then both arms of each draw of each size, in the order of their sizes', () => {
    const specs = specsOf(someTransfer());
    expect(specs.map((spec) => `${placeOf(spec).role} ${placeOf(spec).perClass ?? 'all'}`)).toEqual([
      'base all',
      ...[5, 5, 5, 10, 10, 10, 500, 'all'].flatMap((size) => [`transfer ${size}`, `scratch ${size}`]),
    ]);
    expect(specs.map(({ group }) => group!.index)).toEqual(specs.map((_, i) => i));
    for (const spec of specs) expect(runSpecSchema.safeParse(spec).error).toBeUndefined();
    expect(specs[0]).toMatchObject({
      name: 'Digits 1/17',
      task: { classes: ['0', '1', '2', '3', '4'] },
      from: undefined,
    });
    expect(specs[1]).toMatchObject({
      task: { classes: ['5', '6', '7', '8', '9'] },
      from: { model: null, weightsSha256: null, name: 'Digits 1/17', head: 'new', freeze: ['conv2d', 'conv2d_1'] },
    });
  });

  it('show both arms the same images by the same recipe, and draw others for each seed', () => {
    const [, ...pairs] = specsOf(someTransfer());
    const draws = new Map<string, Set<number>>();
    for (let i = 0; i < pairs.length; i += 2) {
      const [transfer, scratch] = [pairs[i]!, pairs[i + 1]!];
      expect(transfer.data).toEqual(scratch.data);
      expect(transfer.recipe).toEqual(scratch.recipe);
      expect([placeOf(transfer).role, placeOf(scratch).role]).toEqual(['transfer', 'scratch']);
      const { perClass } = transfer.data.transforms!;
      const size = String(perClass?.count);
      draws.set(size, (draws.get(size) ?? new Set()).add(perClass?.seed ?? -1));
      expect(perClass?.seed ?? transfer.recipe.seed).toBe(transfer.recipe.seed);
    }
    expect([...draws].map(([size, seeds]) => [size, seeds.size])).toEqual([
      ['5', 3],
      ['10', 3],
      ['500', 1],
      ['undefined', 1],
    ]);
  });

  it('take no image for validation, and enough steps where images are few', () => {
    const wish = someTransfer();
    wish.spec.recipe = {
      ...wish.spec.recipe,
      earlyStopping: { patience: 3, restoreBest: true },
      schedule: { kind: 'plateau', factor: 0.5, patience: 2, minimum: 0.01 },
    };
    for (const { recipe, group } of specsOf(wish)) {
      expect(recipe).toMatchObject({
        validation: { kind: 'none' },
        earlyStopping: null,
        schedule: { kind: 'constant' },
      });
      const { images } = group as TransferGroup;
      const steps = recipe.epochs * Math.ceil(images / recipe.batchSize);
      expect(steps).toBeGreaterThanOrEqual(FEWEST_STEPS);
      if (images > 20_000) expect(recipe.epochs).toBe(wish.spec.recipe.epochs);
    }
  });

  it('keep a limit of the base and of all images, which a number of each class goes before', () => {
    const wish = someTransfer({ sizes: [5, null] });
    wish.spec.data = { ...wish.spec.data, limit: 2000 };
    const specs = specsOf(wish);
    expect(specs.map((spec) => [placeOf(spec).images, spec.data.limit])).toEqual([
      [2000, 2000],
      ...Array.from({ length: 6 }, () => [25, undefined]),
      [2000, 2000],
      [2000, 2000],
    ]);
  });

  it('are refused where a class has too few images, and where nothing can be transferred', () => {
    const wish = someTransfer();
    const few = (): unknown => transferSpecs(wish, someHalves(wish, [100, 100, 8, 100, 100]), 'tutorial-1');
    expect(few).toThrow(
      expect.objectContaining({ code: 'class-too-small', params: { name: '7', count: 8, wanted: 10 } }),
    );
    const softmax = someTransfer();
    softmax.spec = { ...softmax.spec, model: PRESETS.find(({ id }) => id === 'softmax')!.model };
    expect(codeOf(() => specsOf(softmax))).toBe('nothing-to-transfer');
  });

  it('are told before: how many, how many images they show, and what is trained', () => {
    const wish = someTransfer({ sizes: [5, null] });
    const specs = specsOf(wish);
    const plan = transferPlan(specs, someHalves(wish));
    const shown = (role: string): number =>
      specs
        .filter((spec) => placeOf(spec).role === role)
        .reduce((sum, spec) => sum + spec.recipe.epochs * placeOf(spec).images, 0);
    expect(plan).toEqual({
      runs: 9,
      shown: { whole: shown('base') + shown('scratch'), frozen: shown('transfer') },
      frozen: ['conv2d', 'conv2d_1'],
      trainable: { base: 224_389, transfer: 205_573, scratch: 224_389 },
      fewest: 5421,
    });
  });

  it('are no more than a group may have, and of classes that are learned once', () => {
    const invalid = (changes: Partial<TransferRequest['transfer']>): boolean =>
      !transferRequestSchema.safeParse({ ...someTransfer(), transfer: { ...someTransfer().transfer, ...changes } })
        .success;
    expect(invalid({})).toBe(false);
    expect(invalid({ second: ['4', '5'] })).toBe(true);
    expect(invalid({ first: ['0'] })).toBe(true);
    expect(invalid({ sizes: [10, 5] })).toBe(true);
    expect(invalid({ sizes: [null, 5] })).toBe(true);
    expect(invalid({ sizes: [] })).toBe(true);
    expect(invalid({ seeds: 0 })).toBe(true);
  });
});

describe('what an experiment freezes', () => {
  it('is every layer up to the last convolution, in every preset that has something to transfer', () => {
    for (const { id, model } of PRESETS.filter((preset) => preset.id !== 'softmax')) {
      const freeze = convolutionsOf(model);
      const wish = someTransfer({ sizes: [5], seeds: 1 });
      wish.spec = { ...wish.spec, preset: id, model };
      const [base, transfer, scratch] = specsOf(wish) as [RunSpec, RunSpec, RunSpec];
      const { layers, trainable } = describeModel(transfer.model);
      // All that convolves is frozen, and something is left to learn beside the new head or the head itself.
      for (const layer of layers.filter(({ type }) => type.endsWith('Conv2D'))) expect(layer.trainable, id).toBe(0);
      expect(trainable, id).toBeGreaterThan(0);
      expect(trainable, id).toBeLessThan(describeModel(scratch.model).trainable);
      expect(scratch.model, id).toEqual(fitModel(base.model, scratch.task));
      if (id === 'tutorial') expect([freeze, frozenPrefix(transfer.model)]).toEqual([['conv2d', 'conv2d_1'], 5]);
      if (['mlp', 'lstm', 'bigru', 'vit'].includes(id)) expect(freeze, id).toBe('features');
    }
  });
});
