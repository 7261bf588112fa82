import { createHash, type Hash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { AppError } from '../../../shared/contract/errors.ts';
import { foldSitting, type FoldedSitting } from '../../../shared/hands/fold.ts';
import { parseSittingLine, type SittingLine } from '../../../shared/hands/sitting-lines.ts';
import { storageError } from '../../files/atomic-write.ts';
import { mustBeFile } from '../../files/read-whole.ts';

/** A sitting's file as it was read. */
export interface SittingContent {
  readonly folded: FoldedSitting;
  /** Lines that cannot be read, an unfinished last one too. */
  readonly torn: number;
  /** SHA-256 of the whole lines. */
  readonly sha256: string;
}

interface Known {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  /** Where the last whole line ends. */
  readonly end: number;
  readonly tornLines: number;
  readonly folded: FoldedSitting;
  readonly hash: Hash;
  readonly content: SittingContent;
}

/** Reads sittings' files. They only grow: of one that was read before, what has been added is read. */
export class SittingFiles {
  private readonly known = new Map<string, Known>();

  /** Throws `file-newer` {path} for one that a newer studio wrote, and storage errors. */
  async read(file: string): Promise<SittingContent> {
    try {
      await mustBeFile(file);
      const handle = await fs.open(file, 'r');
      try {
        return await this.readOpen(file, handle);
      } finally {
        await handle.close();
      }
    } catch (error) {
      this.known.delete(file);
      throw storageError(error, file);
    }
  }

  /** Forgets all files that `isOf` says. */
  forget(isOf: (file: string) => boolean): void {
    for (const file of this.known.keys()) if (isOf(file)) this.known.delete(file);
  }

  private async readOpen(file: string, handle: fs.FileHandle): Promise<SittingContent> {
    const { size, mtimeMs, ino } = await handle.stat();
    const before = this.known.get(file);
    if (before?.size === size && before.mtimeMs === mtimeMs && before.ino === ino) return before.content;
    // One that is no longer than before and yet another was changed by hand.
    const grown = before && before.ino === ino && size > before.size ? before : null;
    const bytes = await readFrom(handle, grown?.end ?? 0, size);
    const { lines, torn, length } = parseLines(bytes, file);
    const folded = foldSitting(lines, grown?.folded);
    const tornLines = (grown?.tornLines ?? 0) + torn;
    const hash = (grown?.hash.copy() ?? createHash('sha256')).update(bytes.subarray(0, length));
    const unfinished = length < bytes.length ? 1 : 0;
    const content = { folded, torn: tornLines + unfinished, sha256: hash.copy().digest('hex') };
    this.known.set(file, { size, mtimeMs, ino, end: (grown?.end ?? 0) + length, tornLines, folded, hash, content });
    return content;
  }
}

async function readFrom(handle: fs.FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** The whole lines, how many of them cannot be read, and where they end. Throws `file-newer` {path}. */
function parseLines(bytes: Buffer, file: string): { lines: SittingLine[]; torn: number; length: number } {
  const lines: SittingLine[] = [];
  let [torn, start] = [0, 0];
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (end > start) {
      const line = parseSittingLine(bytes.toString('utf8', start, end));
      if (line === 'newer') throw new AppError('file-newer', { path: file });
      if (line) lines.push(line);
      else torn++;
    }
    start = end + 1;
  }
  return { lines, torn, length: start };
}

const LINE_END = 0x0a;
