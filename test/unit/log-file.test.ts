import { execFileSync } from 'node:child_process';
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger, hostLog } from '../../electron/hosts/logger.ts';
import { clearCrashDumps, crashDumps, crashFolder, pruneCrashDumps } from '../../electron/files/crash-dumps.ts';
import { LOG_BOUNDS, openLogFile } from '../../electron/files/log-file.ts';
import { clearLog, readLog } from '../../electron/files/read-log.ts';
import { anyText } from '../fixtures/any-text.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
let folder: string;
beforeEach(() => {
  home = temporaryFolder();
  folder = path.join(home.folder, 'logs');
});
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const SMALL = { bytes: 200, kept: 2, line: 60 };
const ALL = 1e6;
const current = () => path.join(folder, 'inkstone.log');

describe('the log file', () => {
  it('is made with its first line, for its user alone, and keeps the order', async () => {
    const log = openLogFile(folder);
    expect(existsSync(folder)).toBe(false);
    log.write('one');
    log.write('two');
    expect(readFileSync(current(), 'utf8')).toBe('one\ntwo\n');
    expect(await readLog(folder, ALL)).toEqual(['one', 'two']);
    if (process.platform !== 'win32')
      expect([statSync(folder).mode & 0o777, statSync(current()).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('is put aside when it is full; files and lines have a bound, the newest lines stay', async () => {
    const log = openLogFile(folder, SMALL);
    for (let i = 0; i < 100; i++) log.write(`line ${String(i).padStart(3, '0')} ${'x'.repeat(30)}`);
    log.write('y'.repeat(1000));
    const files = readdirSync(folder);
    expect(files).toHaveLength(SMALL.kept + 1);
    for (const name of files) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(SMALL.bytes);
    const lines = await readLog(folder, ALL);
    expect(lines.at(-1)).toBe(`${'y'.repeat(60)} (940 more)`);
    expect(lines.at(-2)).toMatch(/^line 099/);
    const numbers = lines.slice(0, -1).map((line) => Number(line.slice(5, 8)));
    expect(numbers).toEqual(numbers.map((_, i) => 100 - numbers.length + i));
  });

  it('is shared by two hosts: no line is lost or mixed, and neither overwrites what the other put aside', async () => {
    const [one, two] = [openLogFile(folder, { ...SMALL, kept: 1000 }), openLogFile(folder, { ...SMALL, kept: 1000 })];
    for (let i = 0; i < 200; i++) (i % 3 === 0 ? one : two).write(`line ${i}`);
    const lines = await readLog(folder, ALL);
    expect(new Set(lines)).toEqual(new Set(Array.from({ length: 200 }, (_, i) => `line ${i}`)));
    expect(lines).toHaveLength(200);
  });

  it('closes a line that was torn off, and reads no more than is asked for', async () => {
    mkdirSync(folder);
    writeFileSync(current(), 'whole\nto');
    openLogFile(folder).write('next');
    expect(await readLog(folder, ALL)).toEqual(['whole', 'to', 'next']);
    expect(await readLog(folder, 7)).toEqual(['next']);
    expect(await readLog(path.join(home.folder, 'absent'), ALL)).toEqual([]);
  });

  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO'])(
    'that cannot be written (%s) ends nothing, and says later what is missing',
    async (code) => {
      const log = openLogFile(folder);
      log.write('before');
      const open = vi.spyOn(fs, 'openSync').mockImplementation(() => {
        throw Object.assign(new Error(code), { code });
      });
      for (let i = 0; i < 3; i++) log.write('lost');
      open.mockRestore();
      log.write('after');
      expect(await readLog(folder, ALL)).toEqual(['before', '(3 lines before this one could not be written)', 'after']);
    },
  );

  it('whose folder is a file ends nothing', () => {
    writeFileSync(folder, 'a file');
    openLogFile(folder).write('lost');
    expect(readFileSync(folder, 'utf8')).toBe('a file');
  });

  it.runIf(process.platform !== 'win32').each([
    ['a folder', (place: string) => mkdirSync(path.join(place, 'inside'), { recursive: true })],
    ['a pipe', (place: string) => execFileSync('mkfifo', [place])],
    ['a link to a file of the user', (place: string) => fs.symlinkSync(path.join(home.folder, 'diary.txt'), place)],
    ['a link to itself', (place: string) => fs.symlinkSync(place, place)],
  ])('in whose place lies %s is written, and that is kept', async (_what, lay) => {
    writeFileSync(path.join(home.folder, 'diary.txt'), 'dear diary');
    mkdirSync(folder);
    lay(current());
    const there = fs.lstatSync(current()).ino;
    const log = openLogFile(folder);
    log.write('one');
    log.write('two');
    expect(await readLog(folder, ALL)).toEqual(['one', 'two']);
    const inodes = readdirSync(folder).map((name) => fs.lstatSync(path.join(folder, name)).ino);
    expect(inodes).toContain(there);
    expect(readFileSync(path.join(home.folder, 'diary.txt'), 'utf8')).toBe('dear diary');
    await clearLog(folder);
  });

  it('keeps its order and its newest lines when the clock is set back, and its bound when something old cannot go', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2099-01-01T00:00:00Z') });
    const log = openLogFile(folder, SMALL);
    mkdirSync(path.join(folder, 'inkstone-20200101T000000000Z-00000000-000001.log'), { recursive: true });
    for (let i = 0; i < 40; i++) {
      if (i === 20) vi.setSystemTime(Date.parse('2026-11-30T00:00:00Z'));
      (i % 7 === 0 ? openLogFile(folder, SMALL) : log).write(`line ${i} ${'x'.repeat(40)}`);
    }
    vi.useRealTimers();
    const numbers = (await readLog(folder, ALL)).map((line) => Number(line.split(' ')[1]));
    expect(numbers.at(-1)).toBe(39);
    expect(numbers).toEqual(numbers.map((_, i) => 40 - numbers.length + i));
    expect(numbers.length).toBeGreaterThan(4);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(SMALL.kept + 2);
  });

  it('half a line that a full disk took is closed by what comes next', async () => {
    const log = openLogFile(folder);
    log.write('whole');
    const write = fs.writeSync.bind(fs);
    let calls = 0;
    vi.spyOn(fs, 'writeSync').mockImplementation(((handle: number, bytes: Buffer, done: number) => {
      if (calls++ > 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return write(handle, bytes, done, 2);
    }) as typeof fs.writeSync);
    log.write('abcdef');
    vi.restoreAllMocks();
    log.write('next');
    expect(await readLog(folder, ALL)).toEqual([
      'whole',
      'ab',
      '(1 lines before this one could not be written)',
      'next',
    ]);
  });

  it('is cleared with what was put aside, while others go on writing', async () => {
    const log = openLogFile(folder, SMALL);
    for (let i = 0; i < 20; i++) log.write('x'.repeat(50));
    writeFileSync(path.join(folder, 'mine.txt'), 'not ours');
    await clearLog(folder);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
    log.write('again');
    expect(await readLog(folder, ALL)).toEqual(['again']);
    await clearLog(path.join(home.folder, 'absent'));
  });
});

describe('a line of the log', () => {
  it('stays one line, whatever is in it', () => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line));
    fc.assert(
      fc.property(anyText(), fc.jsonValue({ maxDepth: 2 }), (message, fact) => {
        lines.length = 0;
        log.warn(message, { fact });
        expect(lines).toHaveLength(1);
        // eslint-disable-next-line no-control-regex -- these are the ones that are meant
        expect(lines[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
      }),
    );
  });

  it('goes to the terminal as it is and into the file without the name of the user', async () => {
    const told: string[] = [];
    const storage = path.join(home.folder, 'anna', 'ink');
    const { log } = hostLog((line) => told.push(line), storage, [path.join(home.folder, 'anna')]);
    const file = path.join(home.folder, 'anna', 'signs.png');
    log.error('cannot be read', { file });
    expect(told.join('')).toContain(JSON.stringify(file));
    const [line] = await readLog(path.join(storage, 'logs'), ALL);
    expect(line).toContain(JSON.stringify(path.join('~', 'signs.png')));
    expect(line).not.toContain('anna');
  });
});

describe('memory images of crashes', () => {
  const dump = (place: string, name: string, age: number, bytes = 10): void => {
    const file = path.join(crashFolder(folder), place, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, Buffer.alloc(bytes));
    fs.utimesSync(file, 1e9 - age, 1e9 - age);
  };

  it('are told the newest first, kept within bounds, and cleared', async () => {
    expect(await crashDumps(folder)).toEqual([]);
    dump('pending', 'b.dmp', 2);
    dump('completed', 'a.dmp', 1);
    dump('new', 'c.dmp', 3, 100);
    dump('', 'settings.dat', 0);
    expect((await crashDumps(folder)).map(({ name }) => name)).toEqual(['a.dmp', 'b.dmp', 'c.dmp']);
    await pruneCrashDumps(folder, { count: 5, bytes: 50 });
    expect((await crashDumps(folder)).map(({ name }) => name)).toEqual(['a.dmp', 'b.dmp']);
    await pruneCrashDumps(folder, { count: 1, bytes: 50 });
    expect(await crashDumps(folder)).toEqual([{ name: 'a.dmp', bytes: 10, at: (1e9 - 1) * 1000 }]);
    await clearCrashDumps(folder);
    expect(await crashDumps(folder)).toEqual([]);
    expect(existsSync(path.join(crashFolder(folder), 'settings.dat'))).toBe(true);
  });
});

it('the log takes at most five mebibytes', () => {
  expect(LOG_BOUNDS.bytes * (LOG_BOUNDS.kept + 1)).toBeLessThanOrEqual(5 * 1024 * 1024);
});
