import { z } from 'zod';
import {
  MOST_PARAMETERS,
  optionPathSchema,
  parameterSchema,
  spaceSchema,
  type Space,
} from '../contract/schemas/study.ts';
import { isShallow } from './shallow.ts';
import { invalid, refusedBy } from './space-faults.ts';

const [choiceSchema, rangeSchema] = parameterSchema.options;

/** A space as a person has written it down. Throws `space-invalid` {path, reason} that names the entry and what is wrong with it. */
export function parseSpace(value: unknown): Space {
  if (!isShallow(value)) throw invalid('space', 'too-deep');
  const entries = z.record(z.string(), z.unknown()).safeParse(value);
  if (!entries.success) throw invalid('space', 'needs-object');
  for (const [path, parameter] of Object.entries(entries.data)) {
    if (!optionPathSchema.safeParse(path).success) throw invalid(path, 'not-a-path');
    const isChoice = typeof parameter === 'object' && parameter !== null && 'choices' in parameter;
    const parsed = (isChoice ? choiceSchema : rangeSchema).safeParse(parameter);
    if (!parsed.success) throw refusedBy(parsed.error, [path]);
  }
  const space = spaceSchema.safeParse(value);
  if (!space.success) throw invalid('space', 'parameter-count', { most: MOST_PARAMETERS });
  return space.data;
}
