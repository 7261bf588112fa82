import type { z } from 'zod';
import { AppError, type ErrorData, type ErrorParams } from '../contract/errors.ts';
import { errorCodeSchema } from '../contract/schemas/error.ts';

/** What is wrong with an entry of a space. The words are in shared/words/space-faults-{en,zh}.ts. */
export const SPACE_FAULTS = [
  // what is searched
  'fixed',
  'within-part',
  'no-option',
  'not-tuned',
  'not-a-path',
  'parameter-count',
  // its values
  'not-above',
  'log-with-step',
  'log-not-positive',
  'not-whole',
  'step-too-large',
  'too-fine',
  'choice-twice',
  'grid-endless',
  // its conditions
  'when-not-searched',
  'when-never',
  'when-circle',
  'when-never-together',
  // what was written down is none at all
  'too-deep',
  'needs-text',
  'needs-number',
  'needs-integer',
  'needs-list',
  'needs-object',
  'too-small',
  'too-large',
  'too-short',
  'too-long',
  'unknown-names',
  'none-of',
  'not-possible',
] as const;

export type SpaceFault = (typeof SPACE_FAULTS)[number];

/** What is wrong with an entry of the space: `space-invalid` {path, reason, ...facts}; the facts fill the words' placeholders. */
export const invalid = (path: string, reason: SpaceFault, facts: ErrorParams = {}, cause?: unknown): AppError =>
  new AppError('space-invalid', { ...facts, path, reason }, cause);

const known: ReadonlySet<string> = new Set(SPACE_FAULTS);

/** The fault that a `space-invalid` names; null for other errors. */
export function spaceFaultOf({ code, params }: Pick<ErrorData, 'code' | 'params'>): SpaceFault | null {
  const { reason } = params;
  return code === 'space-invalid' && typeof reason === 'string' && known.has(reason) ? (reason as SpaceFault) : null;
}

/** What a schema refuses, as an error with words: of the first issue, at its place below `path` or, where it has none, there itself. */
export function refusedBy(error: z.ZodError, path: readonly string[]): AppError {
  const issue = error.issues[0]!;
  const own = issue.code === 'custom' ? errorCodeSchema.safeParse(issue.params?.['error']) : null;
  if (own?.success) return new AppError(own.data, {}, error);
  const [reason, facts] = faultOf(issue);
  return invalid([...path, ...issue.path].join('.'), reason, facts, error);
}

const NEEDS: Readonly<Partial<Record<string, SpaceFault>>> = {
  string: 'needs-text',
  number: 'needs-number',
  int: 'needs-integer',
  array: 'needs-list',
  tuple: 'needs-list',
  object: 'needs-object',
  record: 'needs-object',
};

function faultOf(issue: z.core.$ZodIssue): [SpaceFault, ErrorParams?] {
  switch (issue.code) {
    case 'invalid_type':
      return [NEEDS[issue.expected] ?? 'not-possible'];
    case 'too_small':
      return [isNumber(issue) ? 'too-small' : 'too-short', { least: Number(issue.minimum) }];
    case 'too_big':
      return [isNumber(issue) ? 'too-large' : 'too-long', { most: Number(issue.maximum) }];
    case 'unrecognized_keys':
      return ['unknown-names', { names: issue.keys }];
    case 'invalid_value':
      return ['none-of', { values: issue.values.map((value) => JSON.stringify(value)) }];
    default:
      return ['not-possible'];
  }
}

const isNumber = ({ origin }: { readonly origin: string }): boolean => ['number', 'int', 'bigint'].includes(origin);
