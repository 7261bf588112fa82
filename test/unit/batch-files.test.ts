import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { promises as fs } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GrowingLines } from '../../electron/files/growing-lines.ts';
import { appendCrops, readCrop } from '../../electron/services/batches/crops-file.ts';
import { kept, listFiles, placeOf, withNew } from '../../electron/services/batches/source-files.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const temporary = temporaryFolder();
const folder = path.join(temporary.folder, 'here');
afterAll(() => temporary.remove());
afterEach(() => void vi.restoreAllMocks());
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

const inside = (...parts: string[]): string => path.join(folder, ...parts);

it('reads what a file of lines has grown by, and begins anew where it is another one', async () => {
  const file = inside('a.jsonl');
  const lines = new GrowingLines(file);
  let restarts = 0;
  const read = async (): Promise<unknown[]> => {
    const values: unknown[] = [];
    await lines.read(
      ({ value, at, length }) => {
        values.push(value);
        expect(
          JSON.parse(
            readFileSync(file)
              .subarray(at, at + length)
              .toString(),
          ),
        ).toEqual(value);
      },
      () => restarts++,
    );
    return values;
  };
  expect(await read()).toEqual([]);
  appendFileSync(file, '{"一":1}\n{"b":');
  expect(await read()).toEqual([{ 一: 1 }]);
  expect(lines.torn).toBe(1);
  appendFileSync(file, '2}\n\nnonsense\n[3]\n');
  expect(await read()).toEqual([{ b: 2 }, [3]]);
  expect(lines.torn).toBe(1);
  expect(await read()).toEqual([]);
  const before = restarts;
  writeFileSync(inside('other'), '[9]\n');
  renameSync(inside('other'), file);
  expect(await read()).toEqual([[9]]);
  expect([restarts, lines.torn]).toEqual([before + 1, 0]);
  // Longer than what is read at once.
  appendFileSync(file, `${JSON.stringify('x'.repeat(3 << 20))}\n[10]\n`);
  expect((await read()).map((value) => (value as string).length)).toEqual([3 << 20, 1]);
});

it('reads each line once, in its place, however many read at once', async () => {
  const file = inside('shared.jsonl');
  const lines = new GrowingLines(file);
  const taken: { value: unknown; at: number }[] = [];
  const read = (): Promise<void> =>
    lines.read(
      ({ value, at }) => taken.push({ value, at }),
      () => taken.splice(0),
    );
  for (const [i, at] of [0, 4, 8].entries()) {
    appendFileSync(file, `[${i}]\n`);
    await Promise.all([read(), read(), read()]);
    expect(taken.at(-1)).toEqual({ value: [i], at });
    expect(taken).toHaveLength(i + 1);
  }
  expect(lines.torn).toBe(0);
  // One that fails stops none behind it.
  vi.spyOn(fs, 'open').mockRejectedValueOnce(Object.assign(new Error('no'), { code: 'EACCES' }));
  appendFileSync(file, '[3]\n');
  const [first, second] = await Promise.allSettled([read(), read()]);
  expect([first.status, second.status, taken.length]).toEqual(['rejected', 'fulfilled', 4]);
});

it('waits for no pipe that lies where lines do', async () => {
  const file = inside('pages.jsonl');
  execFileSync('mkfifo', [file]);
  const nothing = (): void => undefined;
  await expect(new GrowingLines(file).read(nothing, nothing)).rejects.toMatchObject({ code: 'not-a-file' });
});

it('lists pictures as a person sorts them, in folders too, and comes to an end where links go in circles', async () => {
  for (const name of ['10.jpg', '2.png', 'a.txt', '.hidden.jpg', 'Scan.PDF', 'b/1.tiff']) {
    mkdirSync(path.dirname(inside(name)), { recursive: true });
    writeFileSync(inside(name), 'x');
  }
  const files = await listFiles(folder);
  expect(files.map(({ name }) => name)).toEqual(['2.png', '10.jpg', 'b/1.tiff', 'Scan.PDF']);
  // Each of these folders leads to all others: looked through again and again they would never end.
  for (const from of 'cdefghijklm') {
    mkdirSync(inside(from));
    for (const to of 'bcdefghijklm') symlinkSync(inside(to), inside(from, to));
  }
  symlinkSync(folder, inside('b', 'again'));
  expect((await listFiles(folder)).map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  const deep = inside(...Array.from({ length: 12 }, () => 'deep'));
  mkdirSync(deep, { recursive: true });
  writeFileSync(path.join(deep, '1.png'), 'x');
  expect((await listFiles(folder)).length).toBe(files.length + 1);
  await expect(listFiles(inside('none'))).rejects.toMatchObject({ code: 'path-missing' });
  mkdirSync(inside('empty'));
  await expect(listFiles(inside('empty'))).rejects.toMatchObject({ code: 'batch-no-pages', params: { path: 'empty' } });
  // One file is taken for what it is, whatever its name.
  expect(await listFiles(inside('a.txt'))).toEqual([{ path: inside('a.txt'), name: 'a.txt', parts: null }]);
});

it('keeps what was uploaded in the batch, and reads all else where it lies', async () => {
  const [uploads, own] = [inside('uploads'), inside('batch', 'pages')];
  mkdirSync(inside('uploads', 'x'), { recursive: true });
  writeFileSync(inside('uploads', 'x', '1.jpg'), 'uploaded');
  writeFileSync(inside('2.jpg'), 'picked');
  symlinkSync(inside('2.jpg'), inside('uploads', 'x', '2.jpg'));
  const files = await kept(await listFiles(inside('uploads', 'x')), uploads, own);
  rmSync(uploads, { recursive: true });
  const texts = files.slice(0, 1).map((file) => readFileSync(placeOf(inside('batch'), file), 'utf8'));
  expect(texts).toEqual(['uploaded']);
  expect(files.map(({ name }) => name)).toEqual(['1.jpg', '2.jpg']);
  const more = withNew(files, [...files, { path: inside('3.jpg'), name: '3.jpg', parts: 1 }]);
  expect(more.map(({ name }) => name)).toEqual(['1.jpg', '2.jpg', '3.jpg']);
});

it('gives back the pictures of fields, and none where the file does not hold them', async () => {
  const file = inside('crops.bin');
  const cut = (field: string, level: number) => ({
    ...{ field, width: 6, height: 4, inked: 0, placed: 1, line: null },
    look: new Uint8Array(24).fill(level),
    ink: new Uint8Array(24).fill(level + 1),
  });
  const first = await appendCrops(file, [cut('f1', 0), cut('f2', 64)]);
  const [third] = await appendCrops(file, [cut('f1', 128)]);
  const handle = await fs.open(file, 'r');
  try {
    expect((await readCrop(handle, first[1]!, cut('f2', 64)))!.ink).toEqual(cut('f2', 64).ink);
    expect((await readCrop(handle, third!, cut('f1', 128)))!.look).toEqual(cut('f1', 128).look);
    expect(await readCrop(handle, { ...third!, at: 1 }, { width: 6, height: 4 })).toBeNull();
    expect(await readCrop(handle, third!, { width: 7, height: 4 })).toBeNull();
    expect(await readCrop(handle, { ...third!, at: 1e6 }, { width: 6, height: 4 })).toBeNull();
  } finally {
    await handle.close();
  }
});
