import { AppError } from '../../../shared/contract/errors.ts';
import type { Entry } from './entry.ts';
import { contentOf } from './gzip.ts';
import { textOf } from './text.ts';

/** A line that is longer than this, in characters, holds no single drawing. */
const LONGEST = 16_777_216;

/** The lines of a text, without their ends and a byte order mark. Throws `data-too-large` {file, limit} for a line without end. */
export async function* linesOf(entry: Entry): AsyncGenerator<string> {
  // In parts: to join them for each piece would copy a long line again and again.
  let rest: string[] = [];
  let length = 0;
  for await (const piece of textOf(contentOf(entry))) {
    const [first, ...lines] = piece.split('\n') as [string, ...string[]];
    rest.push(first);
    length += first.length;
    const last = lines.pop();
    if (last !== undefined) {
      yield* [rest.join(''), ...lines].map((line) => line.replace(/\r$/, ''));
      [rest, length] = [[last], last.length];
    }
    if (length > LONGEST) throw new AppError('data-too-large', { file: entry.path, limit: Math.round(LONGEST / 1e6) });
  }
  if (length > 0) yield rest.join('');
}
