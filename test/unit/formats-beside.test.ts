import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openTree } from '../../electron/formats/tree/open-tree.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { refusal, stageFiles, type Files } from '../fixtures/staging.ts';

const COUNT = 12;
const pair = {
  'images-idx3-ubyte': idxBytes(8, [COUNT, 10, 9], patterns(COUNT)),
  'labels-idx1-ubyte': idxBytes(
    8,
    [COUNT],
    Uint8Array.from({ length: COUNT }, (_, i) => i % 3),
  ),
};
const zipped = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));
const rows = (count: number, label: (i: number) => number): string =>
  Array.from({ length: count }, (_, i) => [label(i), ...Array<number>(64).fill(i % 256)].join(',')).join('\n');

describe('a damaged file beside a good data set is told, and keeps nothing from being read', () => {
  it.each([
    ['a zip in a zip', 'bad.zip', zipped(pair).subarray(0, 200)],
    ['a table', 'bad.csv.gz', gzipSync(rows(400, (i) => i % 10)).subarray(0, 60)],
    ['drawings', 'bad.json', Buffer.from('[{"label":"a","strokes":[[[0,0],[1,')],
  ])('%s', async (_what, name, bytes) => {
    for (const [files, place] of [
      [{ ...pair, [name]: bytes }, name],
      [{ 'all.zip': zipped({ ...pair, [name]: bytes }) }, `all.zip/${name}`],
    ] as const) {
      const staged = await stageFiles(files);
      expect(staged.count).toBe(COUNT);
      expect(staged.skipped.map(({ file }) => file)).toContain(place);
    }
  });
});

it('a column of ids as labels is refused as too many classes, however many there are', async () => {
  const ids = 200_000;
  const error = await refusal({
    'images-idx3-ubyte': idxBytes(8, [ids, 8, 8], new Uint8Array(ids * 64).fill(9)),
    'labels-idx1-int': idxBytes(
      0x0c,
      [ids],
      Uint8Array.from({ length: 4 * ids }, (_, i) => ((100_000 + 7 * (i >> 2)) >>> (24 - 8 * (i % 4))) & 255),
    ),
  });
  expect(error.code).toBe('classes-too-many');
});

it('what is no file and no folder is refused, not waited for', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'inkstone-pipe-'));
  try {
    const pipe = path.join(folder, 'images');
    execFileSync('mkfifo', [pipe]);
    await expect(openTree(pipe)).rejects.toMatchObject({ code: 'not-a-file', params: { path: pipe } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
