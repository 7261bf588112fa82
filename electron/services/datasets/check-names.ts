import { AppError } from '../../../shared/contract/errors.ts';
import { cleanName, nameKey } from '../../../shared/contract/schemas/name.ts';
import { classNameSchema } from '../../../shared/contract/schemas/task.ts';

/** Class names as they are kept, no two that look the same and none empty or too long. Throws `class-names-invalid` {expected, given}. */
export function checkNames(names: readonly string[], expected: number): string[] {
  const trimmed = names.map(cleanName);
  const different = new Set(trimmed.filter((name) => classNameSchema.safeParse(name).success).map(nameKey));
  if (trimmed.length === expected && different.size === expected) return trimmed;
  throw new AppError('class-names-invalid', { expected, given: different.size });
}
