import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { encodePng } from '../fixtures/png.ts';
import { stageFiles, type Files } from '../fixtures/staging.ts';

const COUNT = 6;
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const idx = { images: idxBytes(8, [COUNT, 8, 8], patterns(COUNT, 8, 8)), labels: idxBytes(8, [COUNT], labels) };
const table = Array.from(labels, (label, i) =>
  [label, ...patterns(COUNT, 8, 8).subarray(i * 64, (i + 1) * 64)].join(','),
).join('\n');
const drawings = JSON.stringify(
  Array.from(labels, (label, i) => ({
    label: `${label}`,
    strokes: [
      [
        [0, 0],
        [i, 50],
      ],
    ],
  })),
);
const lines = Array.from(labels, (label, i) =>
  JSON.stringify({
    word: `w${label}`,
    drawing: [
      [
        [0, i],
        [0, 50],
      ],
    ],
  }),
).join('\n');
const pen = Array.from(
  labels,
  (label, i) => `.SEGMENT DIGIT ${i} OK "${label}"\n.PEN_DOWN\n 1 2\n ${i} 60\n.PEN_UP\n`,
).join('');
const png = encodePng(patterns(1, 8, 8), 8, 8);
const otherPng = encodePng(patterns(2, 8, 8).subarray(64), 8, 8);
const world = (name: string): Uint8Array => readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', name));

/** Of each kind a set of files, and the one of them that is damaged. */
const kinds: [string, Files, string][] = [
  ['IDX images', idx, 'images'],
  ['IDX labels', idx, 'labels'],
  ['gzip', { ...idx, images: gzipSync(idx.images) }, 'images'],
  ['zip', { 'a.zip': zipSync(idx) }, 'a.zip'],
  ['npz', { 'a.npz': world('keras.npz') }, 'a.npz'],
  ['parquet', { 'a.parquet': world('train-00000-of-00001.parquet') }, 'a.parquet'],
  ['CSV', { 'a.csv': table }, 'a.csv'],
  ['our drawings', { 'a.json': drawings }, 'a.json'],
  ['Quick Draw', { 'a.ndjson': lines }, 'a.ndjson'],
  ['UNIPEN', { 'a.tra': pen }, 'a.tra'],
  ['pictures', { 'a/1.png': png, 'a/2.png': png, 'b/1.png': otherPng, 'b/2.png': png }, 'a/2.png'],
];

/** What comes of files: the staged set, or an error in words. Anything else thrown is a fault of ours. */
const outcome = (files: Files): Promise<Awaited<ReturnType<typeof stageFiles>> | AppError> =>
  stageFiles(files).catch((error: unknown) => {
    if (error instanceof AppError && error.code !== 'internal') return error;
    throw error;
  });

const RUNS = { numRuns: 30, seed: 5 };

describe.each(kinds)('%s', (kind, files, name) => {
  const whole = Buffer.from(files[name]!);

  it('is read when it is whole', async () => {
    expect(await outcome(files)).toMatchObject({ set: expect.any(String) as string });
  });

  it('with bytes changed anywhere ends in data of the right form or in an error with words', async () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const result = await outcome({ ...files, [name]: bytes });
        if (result instanceof AppError) return;
        expect(result.images).toHaveLength(result.count * result.height * result.width);
        expect(result.names.every((label) => typeof label === 'string' && label.length > 0)).toBe(true);
      }),
      RUNS,
    );
  });

  it('that ends too early is never read as if it were whole', async () => {
    const full = await outcome(files);
    // A PNG's last chunk says nothing but that it is the last.
    const end = kind === 'pictures' ? 12 : 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1 - end), async (length) => {
        const result = await outcome({ ...files, [name]: whole.subarray(0, length) });
        if (result instanceof AppError || full instanceof AppError) return;
        // Text has no end of its own; what is left of it are fewer whole records, or it is told of.
        expect(result.count).toBeLessThanOrEqual(full.count);
        if (['IDX images', 'IDX labels', 'gzip', 'zip', 'npz', 'parquet', 'our drawings'].includes(kind))
          expect.fail(`${length} bytes were read`);
        if (kind === 'pictures') expect(result.skipped.map(({ file }) => file)).toContain(name);
      }),
      RUNS,
    );
  });

  it('in whose place there are other bytes is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (tail) => {
        // Less than a magic number: with a whole one, a few bytes of labels would be labels.
        const begin = whole.subarray(0, tail.length % 4);
        const result = await outcome({ ...files, [name]: Buffer.concat([begin, tail]) });
        if (!(result instanceof AppError)) expect(result.skipped.map(({ file }) => file)).toContain(name);
      }),
      RUNS,
    );
  });
});
