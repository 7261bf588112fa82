import { Readable, pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { AppError } from '../../../shared/contract/errors.ts';
import { baseName } from '../file-names.ts';
import { contentOf } from '../tree/gzip.ts';
import type { SourceFile } from '../tree/open-tree.ts';
import { decodeText, textOf } from '../tree/text.ts';

/** A row longer than this is no row of pixels of an image that fits this studio. */
const LONGEST_ROW = 1_048_576;

/** Rows of a table in text (CSV; also parted by semicolons or tabs). Throws `record-invalid` {file, record} with the row's number, and what reading throws. */
export async function* rowsOf(file: SourceFile): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: delimiterOf(file.head),
    skip_empty_lines: true,
    relax_quotes: true,
    trim: true,
    max_record_size: LONGEST_ROW,
  });
  // Errors of either stream are thrown by the iteration.
  pipeline(Readable.from(textOf(contentOf(file))), parser, () => undefined);
  try {
    yield* parser as AsyncIterable<string[]>;
  } catch (error) {
    if (error instanceof AppError || !isTableError(error)) throw error;
    throw new AppError(
      'record-invalid',
      { file: baseName(file.path), record: error.lines ?? parser.info.lines },
      error,
    );
  } finally {
    parser.destroy();
  }
}

const isTableError = (error: unknown): error is Error & { code: string; lines?: number } =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');

/** Whichever of the usual ones is most frequent in the first line. */
function delimiterOf(head: Uint8Array): string {
  const first = decodeText(head).split('\n')[0] ?? '';
  const count = (mark: string): number => first.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
