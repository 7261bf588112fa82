import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';

/** The folder of the storage that the log lies in, and, below it, what is left of processes that crashed. */
export const LOG_FOLDER = 'logs';
const CURRENT = 'inkstone.log';
const OLD = /^inkstone-(\d{8}T\d{9}Z)-[0-9a-f]{8}-\d{6,}\.log$/;

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
    const there = fs.lstatSync(file, { throwIfNoEntry: false });
    if (there && !there.isFile()) clearTheWay();
    else if (there && there.size + bytes.length > bounds.bytes) putAside();
    const handle = fs.openSync(file, 'a+', 0o600);
    try {
      writeWhole(handle, unsure && endsTorn(handle) ? Buffer.concat([Buffer.from('\n'), bytes]) : bytes);
      unsure = false;
    } finally {
      fs.closeSync(handle);
    }
    lost = 0;
  }

  /** A folder takes no lines, a pipe swallows them or keeps this process waiting, a link leads out of the storage. It is kept under another name. */
  const clearTheWay = (): void => fs.renameSync(file, path.join(folder, `inkstone-no-log-${nameAside()}`));

  const nameAside = (): string => `${stampAfter(newestOf(folder))}-${own}-${String(++aside).padStart(6, '0')}`;

  function putAside(): void {
    try {
      fs.renameSync(file, path.join(folder, `inkstone-${nameAside()}.log`));
    } catch {
      // Another host has done so meanwhile, or the file may not be moved: it grows on.
    }
    for (const old of oldOf(fs.readdirSync(folder)).slice(0, -bounds.kept)) {
      try {
        fs.rmSync(path.join(folder, old), { force: true });
      } catch {
        // It may not be removed, or is a folder: no reason to keep the others.
      }
    }
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

/** The time in the name of the newest file that was put aside: 20261130T120000000Z; none: ''. */
const newestOf = (folder: string): string => OLD.exec(oldOf(fs.readdirSync(folder)).at(-1) ?? '')?.[1] ?? '';

/** Now, but after `last`: names keep the order of the files, also when the clock was set back. */
function stampAfter(last: string): string {
  const now = stampOf(Date.now());
  if (now > last) return now;
  const [, year, month, day, hour, minute, second, thousandth] = /^(....)(..)(..)T(..)(..)(..)(...)Z$/.exec(last)!;
  const next = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${thousandth}Z`) + 1;
  return next <= LAST_STAMP ? stampOf(next) : now;
}

/** Later years have more digits. */
const LAST_STAMP = Date.parse('9999-12-31T23:59:59.999Z');

const stampOf = (at: number): string => new Date(at).toISOString().replace(/[-:.]/g, '');

const oldOf = (names: readonly string[]): string[] => names.filter((name) => OLD.test(name)).sort();
