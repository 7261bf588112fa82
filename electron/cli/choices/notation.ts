import type { z } from 'zod';
import { UsageError } from '../usage.ts';
import { toNumber } from './number.ts';

/** One of several kinds, each an object with a literal `kind` or `name` and options that are numbers or truth values. */
type Kinds = z.ZodDiscriminatedUnion<readonly z.ZodObject[]>;

/**
 * Reads `kind`, `kind:0.3,0.04` (options in the schema's order) or `kind:final=0` (by name) as one of a union's kinds,
 * before defaults. Throws UsageError that names the flag and what it takes.
 */
export function readKind(flag: string, text: string, kinds: Kinds): Record<string, string | number | boolean> {
  const key = kinds.def.discriminator;
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const option = kinds.options.find(({ shape }) => literal(shape[key]) === kind);
  if (!option) {
    throw new UsageError(`${flag} is one of ${kinds.options.map(({ shape }) => literal(shape[key])).join(', ')}`);
  }
  const names = Object.keys(option.shape).filter((name) => name !== key);
  return { [key]: kind, ...(colon < 0 ? {} : readOptions(`${flag} ${kind}`, text.slice(colon + 1), names)) };
}

/** Reads `0.3,final=0`: values by their place among `names` or by name. Throws UsageError, which begins with `what`. */
export function readOptions(what: string, text: string, names: readonly string[]): Record<string, number | boolean> {
  const options: Record<string, number | boolean> = {};
  text.split(',').forEach((part, place) => {
    const equals = part.indexOf('=');
    const name = equals < 0 ? names[place] : part.slice(0, equals);
    if (name === undefined || !names.includes(name)) {
      const takes = names.length > 0 ? `takes ${names.join(', ')}` : 'takes nothing';
      throw new UsageError(`${what} ${takes}; not ${part || 'nothing'}`);
    }
    if (Object.hasOwn(options, name)) throw new UsageError(`${what} names ${name} twice`);
    const value = part.slice(equals + 1);
    options[name] = value === 'true' || value === 'false' ? value === 'true' : toNumber(value, `${what}: ${name}`);
  });
  return options;
}

/** A flag's value, parsed by the schema. Throws UsageError with the flag, the option and the schema's reason. */
export function checked<S extends z.ZodType>(flag: string, value: unknown, schema: S): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError([flag, ...(issue?.path ?? []), issue?.message ?? 'not valid'].join(': '));
}

const literal = (schema: unknown): unknown => (schema as z.ZodLiteral).value;
