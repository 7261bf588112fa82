import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';

/** A number option; throws UsageError for anything else. */
export function number(args: Arguments, name: string): number | undefined {
  const given = args.value(name);
  return given === undefined ? undefined : toNumber(given, `--${name}`);
}

/** A whole number option from `least` to `most`; throws UsageError for anything else. */
export function wholeNumber(args: Arguments, name: string, least: number, most: number): number | undefined {
  const value = number(args, name);
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}, not ${value}`);
}

/** Throws UsageError, naming `what`, for what is no finite number. */
export function toNumber(text: string, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${what} is a number, not ${text || 'empty'}`);
  return value;
}
