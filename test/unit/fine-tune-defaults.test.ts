import { describe, expect, it } from 'vitest';
import { fineTuneSchema } from '../../shared/contract/schemas/fine-tune.ts';
import { recipeSchema } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fineTuneRecipe, learnHand } from '../../shared/runs/fine-tune-defaults.ts';
import { DIGITS } from '../../shared/task/digits.ts';

const hand = { ...DIGITS, classes: ['3', '7'] };
const letters = { ...DIGITS, classes: ['a', 'b', 'c'] };
const learn = (change: Partial<Parameters<typeof learnHand>[0]> = {}) =>
  learnHand({ model: 'starter', known: DIGITS, hand, images: 200, original: 'mnist', ...change });

describe('learn my hand', () => {
  it('keeps the classes of the model, and replays what it read before', () => {
    const { from, recipe } = learn();
    expect(fineTuneSchema.parse(from)).toEqual(from);
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
    expect(from).toMatchObject({ model: 'starter', head: 'keep', replay: { datasets: ['mnist'] } });
  });

  it('makes a head of its own for signs that the model does not know, and replays nothing that it has no class for', () => {
    const { from } = learn({ hand: letters });
    expect(from).toMatchObject({ head: 'new', rates: { head: expect.any(Number) } });
    expect(from.replay).toBeUndefined();
  });

  it('learns signs that the model does not know at a larger rate, and longer from few images', () => {
    const [known, unknown] = [learn({ images: 260 }), learn({ images: 260, hand: letters })];
    const rate = ({ recipe }: typeof known): number => recipe.optimizer.learningRate;
    expect(rate(unknown)).toBeGreaterThan(rate(known));
    expect(unknown.from.rates!['head']).toBeGreaterThan(1);
    expect(unknown.recipe.epochs).toBe(46);
    expect(learn({ images: 30, hand: letters }).recipe.epochs).toBe(60);
  });

  it('replays nothing where the original data are not at hand', () => {
    expect(learn({ original: null }).from.replay).toBeUndefined();
  });

  it('replays more beside few images, which come again in many epochs', () => {
    const share = (images: number): number => learn({ images }).from.replay!.share;
    expect(share(20)).toBe(share(99));
    expect(share(99)).toBeGreaterThan(share(100));
    expect(share(100)).toBe(share(10_000));
  });

  it('takes about as long whatever the hand’s size, within reason', () => {
    const shown = [50, 200, 1000].map((images) => learn({ images }).recipe.epochs * images);
    expect(shown[1]! / shown[2]!).toBeCloseTo(1, 0);
    expect(learn({ images: 1 }).recipe.epochs).toBe(30);
    expect(learn({ images: 100_000 }).recipe.epochs).toBe(3);
  });

  it('has a model of lines compose as many whatever the hand’s size, most of what it read before, and change none', () => {
    const lines: Task = { ...DIGITS, inputShape: [32, 160, 1], reads: 'line' };
    const [few, many] = [learn({ known: lines, images: 20 }), learn({ known: lines, images: 5000 })];
    expect(few).toEqual(many);
    expect(few.recipe.augmentation).toEqual(fineTuneRecipe(lines).augmentation);
    expect(Object.values(few.recipe.augmentation).every((limit) => limit === 0)).toBe(true);
    expect(few.from.replay!.share).toBeGreaterThan(0.5);
    expect(learn({ known: lines, hand: letters }).from).toMatchObject({ head: 'new', rates: { head: 2 } });
  });
});
