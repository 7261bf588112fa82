import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { storageError } from './atomic-write.ts';
import { mustBeFile } from './read-whole.ts';

/**
 * The lines of a file that only grows, a JSON value each, as `parse` understands them (null: it does not), and how many could not be
 * read. A file that is not there has none. Throws storage errors.
 */
export async function readLines<Line>(
  file: string,
  parse: (value: unknown) => Line | null,
): Promise<{ lines: Line[]; torn: number }> {
  const lines: Line[] = [];
  let torn = 0;
  try {
    await mustBeFile(file);
    for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
      if (text === '') continue;
      const line = parseLine(text, parse);
      if (line) lines.push(line);
      else torn += 1;
    }
  } catch (error) {
    // Asked of the read itself: a file that was there a moment ago may be gone now.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { lines, torn };
    throw storageError(error, file);
  }
  return { lines, torn };
}

function parseLine<Line>(text: string, parse: (value: unknown) => Line | null): Line | null {
  try {
    return parse(JSON.parse(text));
  } catch {
    return null;
  }
}
