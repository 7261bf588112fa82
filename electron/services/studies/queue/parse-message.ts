import type { z } from 'zod';
import { AppError } from '../../../../shared/contract/errors.ts';
import { isShallow } from '../../../../shared/study/shallow.ts';

/** What lies in the queue, as what it should be. `what` names it. Throws `queue-garbled` {what}. */
export function parseMessage<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = isShallow(value) ? schema.safeParse(value) : null;
  if (parsed?.success) return parsed.data;
  throw new AppError('queue-garbled', { what }, parsed?.error);
}
