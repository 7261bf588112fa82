import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';

/** The folder of the storage that the log lies in, and, below it, what is left of processes that crashed. */
export const LOG_FOLDER = 'logs';
const CURRENT = 'inkstone.log';
const OLD = /^inkstone-\d{8}T\d{9}Z-[0-9a-f]{8}-\d{6,}\.log$/;

export interface LogBounds {
  /** A file that would grow beyond is put aside and a new one begun. */
  readonly bytes: number;
  /** Files put aside that are kept; the oldest go. */
  readonly kept: number;
  /** Characters of a line; what is longer is cut. */
  readonly line: number;
}

/** With the current file, five mebibytes in all. */
export const LOG_BOUNDS: LogBounds = { bytes: 1_048_576, kept: 4, line: 8000 };

/** The log of this process in a folder that it may share with others. */
export interface LogFile {
  /** Adds a line, without its end. Never throws: a log that cannot be written ends nothing. */
  write(line: string): void;
}

/**
 * Opens nothing yet: the folder is made with the first line. Each line is one write to the end of the file, and it is on its way to
 * the disk before `write` returns, so that the line before a crash is there, and that the lines of several hosts do not mix. A file
 * that is full gets a name that no other has: two hosts that put it aside at once overwrite nothing.
 */
export function openLogFile(folder: string, bounds: LogBounds = LOG_BOUNDS): LogFile {
  const file = path.join(folder, CURRENT);
  let lost = 0;
  let aside = 0;
  // Not the process's id: containers that share a storage may have the same ones.
  const own = randomBytes(4).toString('hex');
  /** Whether a line may be torn off at the end: another process was killed, or the disk was full. */
  let unsure = true;

  function add(line: string): void {
    makeFolder(folder, 0o700);
    const said = lost === 0 ? line : `(${lost} lines before this one could not be written)\n${line}`;
    const bytes = Buffer.from(`${said}\n`);
    if (sizeOf(file) + bytes.length > bounds.bytes) putAside();
    const handle = fs.openSync(file, 'a+', 0o600);
    try {
      writeWhole(handle, unsure && endsTorn(handle) ? Buffer.concat([Buffer.from('\n'), bytes]) : bytes);
      unsure = false;
    } finally {
      fs.closeSync(handle);
    }
    lost = 0;
  }

  function putAside(): void {
    const stamp = new Date().toISOString().replace(/[-:.]/g, '');
    try {
      fs.renameSync(file, path.join(folder, `inkstone-${stamp}-${own}-${String(++aside).padStart(6, '0')}.log`));
    } catch {
      // Another host has done so meanwhile, or the file may not be moved: it grows on.
    }
    for (const old of oldOf(fs.readdirSync(folder)).slice(0, -bounds.kept))
      fs.rmSync(path.join(folder, old), { force: true });
  }

  return {
    write(line) {
      try {
        add(line.length > bounds.line ? `${line.slice(0, bounds.line)} (${line.length - bounds.line} more)` : line);
      } catch {
        lost++;
        unsure = true;
      }
    },
  };
}

function writeWhole(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(handle, bytes, done);
}

const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function endsTorn(handle: number): boolean {
  const { size } = fs.fstatSync(handle);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  fs.readSync(handle, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

/** The log's files among these names, the oldest first (the time stands in their names), the current one last. */
export const logFiles = (names: readonly string[]): string[] => [
  ...oldOf(names),
  ...names.filter((name) => name === CURRENT),
];

const oldOf = (names: readonly string[]): string[] => names.filter((name) => OLD.test(name)).sort();
