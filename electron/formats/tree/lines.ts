import { AppError } from '../../../shared/contract/errors.ts';
import type { Entry } from './entry.ts';
import { contentOf } from './gzip.ts';
import { textOf } from './text.ts';

/** A line that is longer than this, in characters, holds no single drawing. */
const LONGEST = 16_777_216;

/** The lines of a text, without their ends and a byte order mark. Throws `data-too-large` {file, limit} for a line without end. */
export async function* linesOf(entry: Entry): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(contentOf(entry))) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    if (rest.length > LONGEST)
      throw new AppError('data-too-large', { file: entry.path, limit: Math.round(LONGEST / 1e6) });
    yield* lines.map((line) => line.replace(/\r$/, ''));
  }
  if (rest !== '') yield rest;
}
