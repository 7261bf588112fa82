import { z } from 'zod';
import { optionPathSchema, parameterSchema, spaceSchema, type Space } from '../contract/schemas/study.ts';
import { isShallow } from './shallow.ts';
import { invalid } from './space.ts';

const [choiceSchema, rangeSchema] = parameterSchema.options;

/** A space as a person has written it down. Throws `space-invalid` {path, reason} that names the entry and what is wrong with it. */
export function parseSpace(value: unknown): Space {
  if (!isShallow(value)) throw invalid('space', 'it is nested too deep');
  const entries = z.record(z.string(), z.unknown()).safeParse(value);
  if (!entries.success) throw invalid('space', 'it is an object: parameters by the paths of their options');
  for (const [path, parameter] of Object.entries(entries.data)) {
    if (!optionPathSchema.safeParse(path).success)
      throw invalid(
        path,
        'a path begins with recipe, model or data: recipe.optimizer.learningRate, model.layers.0.filters',
      );
    const isChoice = typeof parameter === 'object' && parameter !== null && 'choices' in parameter;
    const parsed = (isChoice ? choiceSchema : rangeSchema).safeParse(parameter);
    const [issue] = parsed.error?.issues ?? [];
    if (issue) throw invalid([path, ...issue.path].join('.'), issue.message);
  }
  const space = spaceSchema.safeParse(value);
  if (!space.success) throw invalid('space', 'it has from 1 to 50 parameters');
  return space.data;
}
