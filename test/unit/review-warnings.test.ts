import { describe, expect, it } from 'vitest';
import { recipeFieldsSchema, type Recipe } from '../../shared/contract/schemas/recipe.ts';
import { LIGHT, NO_AUGMENTATION, STRONG } from '../../shared/data/augment.ts';
import { findPreset, PRESETS, type Preset } from '../../shared/model/presets/index.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import { lastGoodRate } from '../../shared/review/rate-warnings.ts';
import { reviewWarnings } from '../../shared/review/review-warnings.ts';
import type { Mend, ReviewCode, ReviewSubject } from '../../shared/review/subject.ts';
import { fineTuneRecipe } from '../../shared/runs/fine-tune-defaults.ts';
import { runDisk } from '../../shared/runs/run-disk.ts';
import { DIGITS } from '../../shared/task/digits.ts';

/** A preset on MNIST, and what is changed of it. */
function subject(changes: Partial<ReviewSubject> = {}, recipe: Partial<Recipe> = {}, preset?: Preset): ReviewSubject {
  const { model, recipe: own } = preset ?? findPreset('tutorial')!;
  const whole = { ...own, ...recipe };
  const trainCount = changes.trainCount ?? 54_000;
  return {
    model,
    parameters: describeModel(model).parameters,
    task: DIGITS,
    recipe: whole,
    trainCount,
    validationCount: 6000,
    stepsPerEpoch: Math.ceil(trainCount / whole.batchSize),
    available: 60_000,
    counts: Array<number>(10).fill(6000),
    tuned: false,
    rangeTest: null,
    memory: null,
    disk: null,
    ...changes,
  };
}
const codes = (of: ReviewSubject): ReviewCode[] => reviewWarnings(of).map(({ code }) => code);
const mendOf = (of: ReviewSubject, code: ReviewCode): Mend | null =>
  reviewWarnings(of).find((one) => one.code === code)!.mend;
const rated = (name: Recipe['optimizer']['name'], learningRate: number): Pick<Recipe, 'optimizer'> => ({
  optimizer: recipeFieldsSchema.shape.optimizer.parse({ name, learningRate }),
});

describe('the review', () => {
  it.each(PRESETS.map((preset) => [preset.id, preset] as const))('has nothing to say of %s on MNIST', (_, preset) => {
    const validationCount = preset.recipe.validation.kind === 'none' ? 0 : 6000;
    const said = codes(subject({ validationCount }, {}, preset));
    expect(said.filter((code) => code !== 'no-validation')).toEqual([]);
  });

  it('names the gravest first', () => {
    const bad = subject(
      { trainCount: 50, validationCount: 0, stepsPerEpoch: 1, memory: { least: 9, most: 99, free: 5 } },
      { validation: { kind: 'none' }, earlyStopping: null, ...rated('adam', 0.5) },
    );
    const order = reviewWarnings(bad).map(({ severity }) => severity);
    expect(order[0]).toBe('fault');
    expect(order.at(-1)).toBe('note');
    expect([...order].sort()).toEqual(['fault', 'note', ...order.filter((each) => each === 'warning')].sort());
  });
});

describe('the learning rate', () => {
  it.each([
    ['adam', 0.01, false],
    ['adam', 0.05, true],
    ['sgd', 0.5, false],
    ['sgd', 3, true],
    ['momentum', 0.1, false],
    ['nesterov', 0.5, true],
    ['rmsprop', 0.05, true],
  ] as const)('%s at %d: explodes is %s', (name, rate, explodes) => {
    expect(codes(subject({}, rated(name, rate))).includes('rate-explodes')).toBe(explodes);
  });

  it('is bounded lower where there is attention, where there are many weights, and higher where gradients are clipped', () => {
    const vit = findPreset('vit')!;
    const free = { ...rated('adamw', 0.008), gradientClip: { kind: 'none' as const } };
    expect(codes(subject({}, free, vit))).toEqual(['rate-explodes']);
    expect(codes(subject({}, { ...rated('adamw', 0.008), gradientClip: { kind: 'norm', limit: 1 } }, vit))).toEqual([]);
    expect(codes(subject({}, rated('adam', 0.012)))).toEqual([]);
    expect(codes(subject({ parameters: 5e6 }, rated('adam', 0.012)))).toEqual(['rate-explodes']);
  });

  it('is mended by one that is not warned of', () => {
    const wild = subject({}, rated('adam', 5));
    const { learningRate } = mendOf(wild, 'rate-explodes')!;
    expect(codes(subject({}, rated('adam', learningRate!)))).toEqual([]);
  });

  const test = {
    points: [
      { learningRate: 0.001, loss: 2.3 },
      { learningRate: 0.01, loss: 0.6 },
      { learningRate: 0.03, loss: 0.4 },
      { learningRate: 0.1, loss: 1.9 },
    ],
    suggestion: 0.008,
  };
  it('is judged by the range test where one was made, either way', () => {
    const diverged = subject({ rangeTest: test }, rated('adam', 0.05));
    expect(codes(diverged)).toEqual(['rate-diverged-in-test']);
    expect(mendOf(diverged, 'rate-diverged-in-test')).toEqual({ learningRate: 0.008 });
    // What experience warns of, and the test bears.
    expect(codes(subject({ rangeTest: test }, rated('adam', 0.02)))).toEqual([]);
    const none = subject({ rangeTest: { ...test, suggestion: null } }, rated('adam', 0.05));
    expect(mendOf(none, 'rate-diverged-in-test')).toBeNull();
  });

  it('is not judged by a test that never diverged', () => {
    expect(lastGoodRate(test)).toBe(0.03);
    const calm = { points: test.points.slice(0, 3), suggestion: null };
    expect(lastGoodRate(calm)).toBeNull();
    expect(lastGoodRate({ points: [], suggestion: null })).toBeNull();
    expect(codes(subject({ rangeTest: calm }, rated('adam', 0.05)))).toEqual(['rate-explodes']);
  });

  it('of a fine-tune is lower than of new weights', () => {
    const recipe = fineTuneRecipe(DIGITS);
    const own = { ...recipe, validation: { kind: 'stratified' as const, fraction: 0.1 } };
    expect(codes(subject({ tuned: true }, own))).toEqual([]);
    const high = subject({ tuned: true }, { ...own, ...rated('adam', 0.005) });
    expect(codes(high)).toEqual(['fine-tune-rate-high']);
    expect(mendOf(high, 'fine-tune-rate-high')).toEqual({ learningRate: 0.0005 });
    expect(codes(subject({}, { ...own, ...rated('adam', 0.005) }))).toEqual([]);
  });
});

describe('the course of the training', () => {
  it('needs a batch that is no larger than the data', () => {
    const one = subject({ trainCount: 100, counts: null }, { batchSize: 128 });
    expect(codes(one)).toContain('batch-larger-than-data');
    expect(mendOf(one, 'batch-larger-than-data')).toEqual({ batchSize: 8 });
    expect(codes(subject({ trainCount: 128, counts: null }, { batchSize: 128 }))).not.toContain(
      'batch-larger-than-data',
    );
    expect(mendOf(subject({ trainCount: 3 }, { batchSize: 128 }), 'batch-larger-than-data')).toEqual({ batchSize: 1 });
  });

  it('needs some steps', () => {
    const short = subject({ trainCount: 640, counts: null }, { epochs: 2 });
    expect(mendOf(short, 'few-steps')).toEqual({ epochs: 20 });
    expect(codes(subject({ trainCount: 640, counts: null }, { epochs: 20 }))).not.toContain('few-steps');
    expect(codes(subject({ trainCount: 640, counts: null, tuned: true }, { epochs: 5 }))).not.toContain('few-steps');
  });

  it('of a transformer needs epochs, unless it goes on from trained weights', () => {
    const vit = findPreset('vit')!;
    expect(mendOf(subject({}, { epochs: 3, warmUpEpochs: 1 }, vit), 'transformer-epochs')).toEqual({ epochs: 20 });
    expect(codes(subject({ tuned: true }, { epochs: 3, warmUpEpochs: 1 }, vit))).toEqual([]);
    expect(codes(subject({}, { epochs: 3 }))).toEqual([]);
  });

  it('must be longer than its warm-up, and than the patience of early stopping', () => {
    const warming = subject({}, { epochs: 4, warmUpEpochs: 4 });
    expect(mendOf(warming, 'warm-up-too-long')).toEqual({ warmUpEpochs: 1 });
    const patient = subject({}, { epochs: 6, earlyStopping: { patience: 6, restoreBest: true } });
    expect(mendOf(patient, 'patience-too-long')).toEqual({ patience: 2 });
    expect(codes(subject({}, { epochs: 6, earlyStopping: { patience: 5, restoreBest: true } }))).toEqual([]);
    const one = subject({}, { epochs: 1, earlyStopping: { patience: 3, restoreBest: true } });
    expect(mendOf(one, 'patience-too-long')).toBeNull();
  });
});

describe('validation', () => {
  const none = { validation: { kind: 'none' } } as const;
  it('is needed by early stopping and by plateaus; without them its absence is told', () => {
    const stops = { ...none, earlyStopping: { patience: 3, restoreBest: true } };
    expect(codes(subject({ validationCount: 0 }, stops))).toEqual(['validation-missing-for-choice']);
    const plateau = recipeFieldsSchema.shape.schedule.parse({ kind: 'plateau' });
    const waits = subject({ validationCount: 0 }, { ...none, schedule: plateau });
    expect(mendOf(waits, 'validation-missing-for-choice')).toEqual({ validation: 'stratified', validationPercent: 10 });
    expect(codes(subject({ validationCount: 0 }, none))).toEqual(['no-validation']);
  });

  it('must be large enough to tell models apart', () => {
    const few = subject({ trainCount: 5700, validationCount: 300, available: 6000 });
    expect(reviewWarnings(few)[0]).toMatchObject({ code: 'validation-too-small', params: { n: 300 } });
    const percent = mendOf(few, 'validation-too-small')!.validationPercent!;
    expect(codes(subject({ trainCount: 6000 - 60 * percent, validationCount: 60 * percent, available: 6000 }))).toEqual(
      [],
    );
    expect(codes(subject({ validationCount: 1000 }))).toEqual([]);
  });

  it('of few images is mended by all of them, else by folds, where these can be had', () => {
    const of = (changes: Partial<ReviewSubject>) =>
      mendOf(
        subject({ trainCount: 900, validationCount: 100, available: 1000, counts: null, ...changes }),
        'validation-too-small',
      );
    expect(of({ available: 60_000 })).toEqual({ limit: null });
    expect(of({})).toEqual({ validation: 'fold' });
    expect(of({ tuned: true })).toBeNull();
    const folds = subject(
      { trainCount: 800, validationCount: 200, available: 1000, counts: null },
      { validation: { kind: 'fold', folds: 5, index: 0 } },
    );
    expect(codes(folds)).not.toContain('validation-too-small');
  });
});

describe('classes', () => {
  const counts = (first: number): number[] => [first, ...Array<number>(9).fill(6000)];
  it('with hardly any image, and those that are rarer than others', () => {
    const few = subject({ counts: counts(5), trainCount: 48_600 });
    expect(codes(few)).toEqual(['class-few', 'imbalance']);
    expect(reviewWarnings(few)[0]!.params).toMatchObject({ n: 1, names: ['0'] });
    expect(mendOf(few, 'imbalance')).toEqual({ balanced: true });
    expect(codes(subject({ counts: counts(1000), trainCount: 49_500 }))).toEqual(['imbalance']);
    expect(codes(subject({ counts: counts(1000), trainCount: 49_500 }, { classBalance: 'weighted' }))).toEqual([]);
    expect(codes(subject({ counts: counts(3000) }))).toEqual([]);
  });

  it('are counted after the limit', () => {
    const limited = subject({ trainCount: 60, stepsPerEpoch: 60 }, { batchSize: 1 });
    expect(codes(limited)).toContain('class-few');
    expect(reviewWarnings(limited).find(({ code }) => code === 'class-few')!.params['names']).toHaveLength(9);
    expect(codes(subject({ counts: null }))).toEqual([]);
    expect(codes(subject({ counts: Array<number>(10).fill(0) }))).toEqual([]);
  });
});

describe('augmentation', () => {
  const changed = (changes: Partial<Recipe['augmentation']>) => ({
    augmentation: { ...NO_AUGMENTATION, ...changes },
  });
  it('may not make one sign of another', () => {
    const turned = subject({}, changed({ rotation: 120 }));
    expect(reviewWarnings(turned)[0]).toMatchObject({ code: 'rotation-confuses', params: { names: ['6/9'] } });
    expect(mendOf(turned, 'rotation-confuses')).toEqual({ rotation: 15 });
    const others = { ...DIGITS, classes: ['0', '1', '6'] };
    expect(codes(subject({ task: others, counts: null }, changed({ rotation: 120 })))).toEqual([]);
  });

  it('may not push the ink off the image, nor erase most of it', () => {
    expect(mendOf(subject({}, changed({ shift: 12 })), 'shift-off-image')).toEqual({ shift: 2 });
    expect(mendOf(subject({}, changed({ erase: 20 })), 'erase-too-large')).toEqual({ erase: 7 });
    const large = { ...DIGITS, inputShape: [64, 64, 1] as typeof DIGITS.inputShape };
    expect(codes(subject({ task: large }, changed({ shift: 12, erase: 20 })))).toEqual([]);
  });

  it.each([LIGHT, STRONG])('of the studio’s own levels is fine', (augmentation) => {
    expect(codes(subject({}, { augmentation }))).toEqual([]);
  });
});

describe('the machine', () => {
  it('may have too little memory, or hardly enough', () => {
    const of = (free: number) => codes(subject({ memory: { least: 300e6, most: 900e6, free } }));
    expect(of(200e6)).toEqual(['memory-too-small']);
    expect(of(500e6)).toEqual(['memory-close']);
    expect(of(2e9)).toEqual([]);
    const close = subject({ memory: { least: 300e6, most: 900e6, free: 500e6 } });
    expect(mendOf(close, 'memory-close')).toEqual({ batchSize: 64 });
    expect(mendOf({ ...close, recipe: { ...close.recipe, batchSize: 1 } }, 'memory-close')).toBeNull();
  });

  it('may have too little disk', () => {
    expect(codes(subject({ disk: { needed: 2e6, free: 1e6 } }))).toEqual(['disk-too-small']);
    expect(codes(subject({ disk: { needed: 2e6, free: 3e6 } }))).toEqual([]);
  });

  it('keeps more of a run with slots, an average, a parent and many steps', () => {
    const info = describeModel(findPreset('tutorial')!.model);
    const { recipe } = findPreset('tutorial')!;
    const plain = runDisk(info, { ...recipe, ...rated('sgd', 0.1) }, 100, false);
    expect(plain).toBeGreaterThan(8 * 4 * info.parameters);
    expect(runDisk(info, recipe, 100, false) - plain).toBe(3 * 2 * 4 * info.trainable);
    const averaged = { ...recipe, ema: { decay: 0.999 } };
    expect(runDisk(info, averaged, 100, false)).toBeGreaterThan(runDisk(info, recipe, 100, false));
    expect(runDisk(info, recipe, 100, true)).toBeGreaterThan(runDisk(info, recipe, 100, false));
    expect(runDisk(info, recipe, 1e6, false)).toBeGreaterThan(1e8);
  });
});
