import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { PictureFile } from './picture-file.ts';

/** A page of a file: what was read of it, or why nothing was. */
export interface ReadPage<Reading> {
  /** The file's name, and which page of it where it has several. */
  readonly name: string;
  /** How it is read again; null: the file could not be opened. */
  readonly source: { readonly handle: string; readonly part: number } | null;
  readonly reading: Reading | null;
  readonly error: ErrorData | null;
}

export interface PageAsking<Reading> {
  parts(handle: string, signal: AbortSignal): Promise<number>;
  read(source: { readonly handle: string; readonly part: number }, signal: AbortSignal): Promise<Reading>;
}

/**
 * The pages of a file, one after the other as they are read; of a file that cannot be opened its error, as one page. `found` is told
 * how many there are before the first is read. Ends early once the signal is aborted.
 */
export async function* readPages<Reading>(
  { name, bring }: PictureFile,
  { parts, read }: PageAsking<Reading>,
  signal: AbortSignal,
  found: (pages: number) => void,
): AsyncGenerator<ReadPage<Reading>> {
  const opened = await told(open());
  if (signal.aborted) return;
  if (opened.value === null) {
    yield { name, source: null, reading: null, error: opened.error };
    return;
  }
  const { handle, count } = opened.value;
  found(count);
  for (let part = 0; part < count; part++) {
    const source = { handle, part };
    const { value, error } = await told(read(source, signal));
    if (signal.aborted) return;
    yield { name: count === 1 ? name : `${name} · ${part + 1}`, source, reading: value, error };
  }

  async function open(): Promise<{ handle: string; count: number }> {
    const own = await bring(signal);
    return { handle: own, count: await parts(own, signal) };
  }
}

/** What a promise comes to, or why it comes to nothing. */
const told = <T>(promise: Promise<T>): Promise<{ value: T | null; error: ErrorData | null }> =>
  promise.then(
    (value) => ({ value, error: null }),
    (thrown: unknown) => ({ value: null, error: toErrorData(thrown) }),
  );
