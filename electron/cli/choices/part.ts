import { partSchema, type Part } from '../../../shared/contract/schemas/evaluation.ts';
import { UsageError } from '../usage.ts';

/** The part of a data set that `--split` names; the test part if absent. Throws UsageError. */
export function choosePart(choice: string | undefined): Part {
  const part = partSchema.safeParse(choice ?? 'test');
  if (!part.success) throw new UsageError(`--split is one of ${partSchema.options.join(', ')}, not ${choice}`);
  return part.data;
}
