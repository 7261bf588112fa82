import { promises as fs } from 'node:fs';
import { storageError } from './atomic-write.ts';

/** A line of a file that only grows: what it holds, and where it stands, in bytes. */
export interface GrownLine {
  readonly value: unknown;
  readonly at: number;
  readonly length: number;
}

const LINE_END = 0x0a;
const PIECE = 1 << 20;

/**
 * Reads a file of JSON lines that only grows, a piece at a time: each `read` gives what was added since the one that was asked for before it,
 * however many wait. A file that is another than before is begun anew, which `restarted` tells. What is not read as JSON, and a last line without its end, counts as torn.
 */
export class GrowingLines {
  private readonly file: string;
  private end = 0;
  private ino = 0;
  private tornLines = 0;
  private unfinished = false;
  /** The reading that was asked for last, or what is left of it. Never rejects. */
  private last: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.file = file;
  }

  get torn(): number {
    return this.tornLines + Number(this.unfinished);
  }

  /** A line that does not hold what it should. */
  misfit(): void {
    this.tornLines++;
  }

  /** Calls `take` for each line that was added, in order. A file that is not there has none. Throws storage errors. */
  read(take: (line: GrownLine) => void, restarted: () => void): Promise<void> {
    // Two at once would both begin where the one before them ended.
    const turn = this.last.then(() => this.readOn(take, restarted));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async readOn(take: (line: GrownLine) => void, restarted: () => void): Promise<void> {
    let handle: fs.FileHandle;
    try {
      handle = await fs.open(this.file, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError(error, this.file);
      if (this.end > 0) this.begin(restarted, 0);
      return;
    }
    try {
      const { size, ino } = await handle.stat();
      if (ino !== this.ino || size < this.end) this.begin(restarted, ino);
      await this.readFrom(handle, size, take);
    } catch (error) {
      throw storageError(error, this.file);
    } finally {
      await handle.close();
    }
  }

  private begin(restarted: () => void, ino: number): void {
    [this.end, this.tornLines, this.unfinished, this.ino] = [0, 0, false, ino];
    restarted();
  }

  private async readFrom(handle: fs.FileHandle, size: number, take: (line: GrownLine) => void): Promise<void> {
    let rest = Buffer.alloc(0);
    for (let at = this.end; at < size;) {
      const piece = Buffer.alloc(Math.min(PIECE, size - at));
      const { bytesRead } = await handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      rest = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
      let start = 0;
      for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END, start)) {
        if (end > start) this.takeLine(rest.toString('utf8', start, end), this.end + start, end - start, take);
        start = end + 1;
      }
      this.end += start;
      rest = rest.subarray(start);
    }
    this.unfinished = rest.length > 0;
  }

  private takeLine(text: string, at: number, length: number, take: (line: GrownLine) => void): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.tornLines++;
      return;
    }
    take({ value, at, length });
  }
}
