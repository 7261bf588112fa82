import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { LIGHT, NO_AUGMENTATION } from '../../shared/data/augment.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION } from '../../shared/ink/change-strokes.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { parseArguments } from '../../electron/cli/arguments.ts';
import { chooseRecipe } from '../../electron/cli/choices/recipe.ts';
import { plotCurve } from '../../electron/cli/plot.ts';
import { table } from '../../electron/cli/output.ts';
import { UsageError } from '../../electron/cli/usage.ts';

/** The Tutorial's recipe with these options of `train`. */
const recipe = (...options: string[]): Recipe =>
  chooseRecipe(tutorial.recipe, parseArguments(['train', '--data', 'mnist', ...options])!, DIGITS);
function refusal(...options: string[]): string {
  try {
    recipe(...options);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('recipe options of the command line', () => {
  it('leave the preset as it is where they say nothing', () => {
    expect(recipe()).toEqual(tutorial.recipe);
  });

  it.each<[string[], Partial<Recipe>]>([
    [['--epochs', '3', '--batch-size', '64', '--seed', '9'], { epochs: 3, batchSize: 64, seed: 9 }],
    [
      ['--warm-up-epochs', '0.5', '--label-smoothing', '.1', '--class-balance', 'weighted'],
      { warmUpEpochs: 0.5, labelSmoothing: 0.1, classBalance: 'weighted' },
    ],
    [['--schedule', 'cosine'], { schedule: { kind: 'cosine', final: 0 } }],
    [['--schedule', 'step:3,0.2'], { schedule: { kind: 'step', everyEpochs: 3, factor: 0.2 } }],
    [['--schedule', 'oneCycle:0.2'], { schedule: { kind: 'oneCycle', warmUp: 0.2, start: 0.04, final: 0.0001 } }],
    [
      ['--schedule', 'oneCycle:final=0,warmUp=0.4'],
      { schedule: { kind: 'oneCycle', warmUp: 0.4, start: 0.04, final: 0 } },
    ],
    [['--schedule', 'plateau:patience=4'], { schedule: { kind: 'plateau', factor: 0.5, patience: 4, minimum: 0.01 } }],
    [['--clip', 'norm:1'], { gradientClip: { kind: 'norm', limit: 1 } }],
    [['--clip', 'value:0.5'], { gradientClip: { kind: 'value', limit: 0.5 } }],
    [['--ema', '0.99'], { ema: { decay: 0.99 } }],
    [['--early-stopping', '3'], { earlyStopping: { patience: 3, restoreBest: true } }],
    [['--early-stopping', '3,restoreBest=false'], { earlyStopping: { patience: 3, restoreBest: false } }],
    [['--validation', 'none'], { validation: { kind: 'none' } }],
    [['--validation', 'tail:0.2'], { validation: { kind: 'tail', fraction: 0.2 } }],
    [['--validation', 'fold:1/5'], { validation: { kind: 'fold', folds: 5, index: 0 } }],
    [['--validation', 'fold:5/5'], { validation: { kind: 'fold', folds: 5, index: 4 } }],
    [['--augment', 'light'], { augmentation: LIGHT }],
    [['--augment', 'light,elastic=3'], { augmentation: { ...LIGHT, elastic: 3 } }],
    [['--augment-strokes', 'light'], { strokeAugmentation: LIGHT_STROKES }],
    [['--augment-strokes', 'none'], { strokeAugmentation: NO_STROKE_AUGMENTATION }],
    [['--augment-strokes', 'light,wobble=0.1'], { strokeAugmentation: { ...LIGHT_STROKES, wobble: 0.1 } }],
    [['--augment-strokes', 'slant=20'], { strokeAugmentation: { ...NO_STROKE_AUGMENTATION, slant: 20 } }],
    [['--augment', 'rotation=10,shift=2'], { augmentation: { ...NO_AUGMENTATION, rotation: 10, shift: 2 } }],
  ])('%j', (options, expected) => {
    expect(recipe(...options)).toEqual({ ...tutorial.recipe, ...expected });
  });

  it('name an augmentation for images of any size, and limits in their own pixels', () => {
    const args = parseArguments(['train', '--data', 'mine', '--augment', 'light,elastic=3'])!;
    const task: Task = { inputShape: [56, 60, 1], classes: ['a', 'b'] };
    const { augmentation } = chooseRecipe(tutorial.recipe, args, task);
    expect(augmentation).toEqual({ ...LIGHT, shift: 2 * LIGHT.shift, elastic: 3 });
  });

  it('change the optimizer or take another with its own defaults', () => {
    const adam = tutorial.recipe.optimizer;
    expect(recipe('--learning-rate', '0.01', '--weight-decay', '0.1').optimizer).toEqual({
      ...adam,
      learningRate: 0.01,
      weightDecay: 0.1,
    });
    expect(recipe('--optimizer', 'adam:beta2=0.99').optimizer).toEqual({ ...adam, beta2: 0.99 });
    expect(recipe('--optimizer', 'adamw').optimizer).toMatchObject({ name: 'adamw', weightDecay: 0.004 });
    expect(recipe('--optimizer', 'nesterov', '--momentum', '0.8').optimizer).toEqual({
      name: 'nesterov',
      learningRate: 0.01,
      momentum: 0.8,
      weightDecay: 0,
    });
    expect(recipe('--optimizer', 'rmsprop:0.002,rho=0.95').optimizer).toMatchObject({ learningRate: 0.002, rho: 0.95 });
  });

  it.each<[string[], string]>([
    [['--epochs', 'many'], '--epochs is a number, not many'],
    [['--epochs', '1.5'], '--epochs: Invalid input: expected int'],
    [['--batch-size', '0'], '--batch-size: Too small'],
    [['--optimizer', 'lion'], '--optimizer is one of sgd, momentum, nesterov, rmsprop, adam, adamw'],
    [['--optimizer', 'adam', '--momentum', '0.9'], '--momentum does not go with adam; momentum, nesterov have it'],
    [['--learning-rate', '0'], '--learning-rate: Too small'],
    [['--schedule', 'one-cycle'], '--schedule is one of constant, step, cosine, oneCycle, plateau'],
    [['--schedule', 'oneCycle:1.5'], '--schedule: warmUp: Too big'],
    [['--schedule', 'oneCycle:peak=1'], '--schedule oneCycle takes warmUp, start, final; not peak=1'],
    [['--schedule', 'cosine:0,1'], '--schedule cosine takes final; not 1'],
    [['--schedule', 'constant:1'], '--schedule constant takes nothing; not 1'],
    [['--schedule', 'cosine:final=0,final=1'], '--schedule cosine names final twice'],
    [['--schedule', 'cosine:low'], '--schedule cosine: final is a number, not low'],
    [['--clip', 'norm'], '--clip: limit: Invalid input'],
    [['--ema', '1'], '--ema: decay: Too big'],
    [['--early-stopping', '0'], '--early-stopping: patience: Too small'],
    [['--class-balance', 'even'], '--class-balance: Invalid option'],
    [['--augment', 'wild'], '--augment is none, light, strong, or limits by name: rotation, shift'],
    [['--augment', 'light,3'], '--augment is none, light, strong, or limits by name'],
    [['--augment', 'spin=3'], '--augment takes rotation, shift'],
    [['--augment', 'rotation=999'], '--augment: rotation: Too big'],
    [['--validation', 'fold:6/5'], '--validation: index: index must be below folds'],
    [['--validation', 'fold:0/5'], '--validation: index: Too small'],
    [['--validation', 'some:0.1'], '--validation is one of none, stratified, tail, fold'],
    [['--validation', 'stratified'], '--validation: fraction: Invalid input'],
    [['--early-stopping', '3', '--validation', 'none'], '--early-stopping needs validation images'],
    [['--schedule', 'plateau', '--validation', 'none'], '--schedule plateau needs validation images'],
  ])('refuse %j with a reason', (options, reason) => {
    expect(refusal(...options)).toContain(reason);
  });
});

describe('what the command line draws', () => {
  it('a learning-rate curve: its ends, its decades, the suggestion', () => {
    const points = Array.from({ length: 71 }, (_, i) => ({ learningRate: 10 ** (-6 + i / 10), loss: i < 40 ? 2 : 1 }));
    const lines = plotCurve({ points, suggestion: 1e-2 });
    expect(lines[0]).toMatch(/^ +2\.00 \*{10}/);
    expect(lines.at(-2)).toMatch(/^ +1\.00 {10}/);
    expect(lines.at(-1)!.trim().split(/ +/)).toEqual([
      ...['0.000001', '0.00001', '0.0001', '0.001', '0.01', '0.1', '1', '10'],
    ]);
    expect(lines[5]).toContain('|');
    expect(plotCurve({ points: [], suggestion: null })).toEqual([]);
    expect(plotCurve({ points: points.slice(0, 1), suggestion: null }).join('')).toContain('*');
  });

  it('a table whose columns line up', () => {
    expect(
      table([
        ['a', 'bb'],
        ['long', 'c'],
      ]),
    ).toEqual(['a     bb', 'long  c']);
  });
});
