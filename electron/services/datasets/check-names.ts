import { AppError } from '../../../shared/contract/errors.ts';
import { cleanName } from '../../../shared/contract/schemas/name.ts';
import { classNameSchema } from '../../../shared/contract/schemas/task.ts';

/** Class names as they are kept, all different and none empty or too long. Throws `class-names-invalid` {expected, given}. */
export function checkNames(names: readonly string[], expected: number): string[] {
  const trimmed = names.map(cleanName);
  const different = new Set(trimmed.filter((name) => classNameSchema.safeParse(name).success));
  if (trimmed.length === expected && different.size === expected) return trimmed;
  throw new AppError('class-names-invalid', { expected, given: different.size });
}
