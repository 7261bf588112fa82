import type { z } from 'zod';
import { optimizerSchema, type Optimizer } from '../../../shared/contract/schemas/recipe.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked, readKind } from './notation.ts';
import { number } from './number.ts';

/** Options of the optimizer that have flags of their own. */
const FLAGS = { 'learning-rate': 'learningRate', momentum: 'momentum', 'weight-decay': 'weightDecay' } as const;

/** `--optimizer`, `--learning-rate`, `--momentum` and `--weight-decay` over the preset's own; another optimizer has its defaults. */
export function chooseOptimizer(args: Arguments, preset: Optimizer): Optimizer {
  const given = args.value('optimizer');
  const named = given === undefined ? { name: preset.name } : readKind('--optimizer', given, optimizerSchema);
  const chosen: Record<string, unknown> = named['name'] === preset.name ? { ...preset, ...named } : named;
  const shape: Readonly<Record<string, z.ZodType>> = optimizerSchema.options.find(
    (option) => option.shape.name.value === chosen['name'],
  )!.shape;
  for (const [flag, option] of Object.entries(FLAGS)) {
    const value = number(args, flag);
    if (value === undefined) continue;
    const schema = shape[option];
    if (!schema) throw new UsageError(`--${flag} does not go with ${String(chosen['name'])}; ${having(option)}`);
    chosen[option] = checked(`--${flag}`, value, schema);
  }
  return checked('--optimizer', chosen, optimizerSchema);
}

const having = (name: string): string => {
  const names = optimizerSchema.options.filter(({ shape }) => name in shape).map(({ shape }) => shape.name.value);
  return `${names.join(', ')} have it`;
};
