import fs from 'node:fs';
import path from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { unpackZstd } from '../../../electron/formats/zstd.ts';
import { stageData } from '../../../electron/reader/stage-data.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { stagedSchema } from '../../../shared/contract/schemas/import.ts';
import type { Framing } from '../../../shared/contract/schemas/task.ts';
import type { Random } from '../../../shared/random/random.ts';
import { repositoryRoot } from '../../../test/fixtures/folders.ts';
import { idxBytes, patterns } from '../../../test/fixtures/idx-files.ts';
import { encodePng } from '../../../test/fixtures/png.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateJson } from '../mutate-value.ts';
import { changed, changedJson, type Inputs, type Target } from '../target.ts';

const COUNT = 6;
const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 3);
const images = patterns(COUNT, 8, 8);
const idx = { images: idxBytes(8, [COUNT, 8, 8], images), labels: idxBytes(8, [COUNT], labels) };
const pictures = [0, 1, 2, 3].map((i) => encodePng(images.subarray(i * 64, (i + 1) * 64), 8, 8));
const [first, second, third, fourth] = pictures as [Buffer, Buffer, Buffer, Buffer];
const text = (content: string): Uint8Array => Buffer.from(content);
const lines = (line: (label: number, i: number) => string): string => Array.from(labels, line).join('\n');
const world = (name: string): Uint8Array =>
  fs.readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'world', name));
const npy = unzipSync(world('keras.npz'));

const table = lines((label, i) => [label, ...images.subarray(i * 64, (i + 1) * 64)].join(','));
const header = ['label', ...Array.from({ length: 64 }, (_, i) => `pixel${i}`)].join(',');
const drawings = Array.from(labels, (label, i) => ({
  label: `${label}`,
  strokes: [
    [
      [0, 0],
      [i, 50],
      [20, i],
    ],
  ],
}));
const sheets = drawings.map((drawing, i) => ({ ...drawing, sheet: { x: -i, y: 0, width: 90 + i, height: 80 } }));
const page = Buffer.concat(pictures);
const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const zstdPages = [zstdCompressSync(page), zstdCompressSync(page, checked)];
const quickDraw = Array.from(labels, (label, i) => ({
  word: `w${label}`,
  drawing: [
    [
      [0, i, 9],
      [0, 50, 9],
    ],
  ],
}));
const pen = lines((label, i) => `.SEGMENT DIGIT ${i} OK "${label}"\n.PEN_DOWN\n 1 2\n ${i} 60\n.PEN_UP`);

type Files = Readonly<Record<string, Uint8Array>>;

/** Inputs that are one file, `name`, of a data set whose other files are whole. */
const oneOf = (
  name: string,
  file: string,
  inputs: Inputs,
  others: Files = {},
  framing: Framing = 'centred',
): Target => ({
  name,
  ...inputs,
  read: (bytes, folder) => stageFiles({ ...others, [file]: bytes }, folder, framing),
});

/** As the reader process does it, with the check that its host makes of the answer. */
async function stageFiles(files: Files, folder: string, framing: Framing = 'centred'): Promise<unknown> {
  const [source, target] = [path.join(folder, 'source'), path.join(folder, 'target')];
  fs.mkdirSync(source);
  fs.mkdirSync(target);
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(source, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
  }
  const request = { path: source, folder: target, choice: null, takeFirst: true, framing };
  return stagedSchema.parse(await stageData(request, () => undefined));
}

/** Changes inside a zip's entries, which checksums would keep a reader from ever seeing. */
const inZip = (zip: Uint8Array): Inputs => {
  const entries = unzipSync(zip);
  const names = Object.keys(entries);
  return {
    valid: [zip],
    input(random) {
      const name = names[random.integer(names.length)]!;
      return zipSync({ ...entries, [name]: mutateBytes(entries[name]!, random) }, { level: 0 });
    },
  };
};

/** Pictures in folders and files whose names are changed: what a disk takes as a name, and for zips anything. */
const name = (random: Random): string => {
  const seeds = ['train/7/a.png', 'test/seven/7_01.png', 'A-é日本/img.png', 'class=3/x.PNG', '__MACOSX/._x.png'];
  return Buffer.from(mutateBytes(text(seeds[random.integer(seeds.length)]!), random))
    .toString('utf8')
    .slice(0, 300);
};
const names: Inputs = {
  valid: [text(JSON.stringify(['train/7/a.png', 'train/seven/b.png', 'test/7/c.png']))],
  input: (random) => text(JSON.stringify([name(random), name(random), name(random)])),
};
const named = (bytes: Uint8Array): Files =>
  Object.fromEntries((JSON.parse(Buffer.from(bytes).toString()) as string[]).map((each, i) => [each, pictures[i]!]));

/** A path that a disk takes: its parts are no way out, hold no zero byte and are no longer than 80 characters. */
const onDisk = (wild: string, i: number): string =>
  [
    ...wild
      .replaceAll('\0', '')
      .split('/')
      .filter((part) => part !== '' && part !== '.' && part !== '..')
      .map((part) => part.slice(0, 80))
      .slice(0, 6),
    `${i}.png`,
  ].join('/');

/** Every kind of data set that is imported. */
export const dataSets: readonly Target[] = [
  oneOf('IDX images', 'images', changed([idx.images]), { labels: idx.labels }),
  oneOf('IDX labels', 'labels', changed([idx.labels]), { images: idx.images }),
  oneOf('gzip', 'images', changed([gzipSync(idx.images), gzipSync(gzipSync(idx.images))]), { labels: idx.labels }),
  oneOf('zip', 'a.zip', changed([zipSync(idx), zipSync({ 'in.zip': zipSync(idx, { level: 0 }) }, { level: 0 })])),
  oneOf(
    'npz',
    'a.npz',
    changed([world('keras.npz'), world('names.npz'), world('one-hot.npz')], [world('objects.npz')]),
  ),
  oneOf('npy in npz', 'a.npz', inZip(world('keras.npz'))),
  oneOf('npy', 'images.npy', changed([npy['x_train.npy']!], [world('columns.npy')]), {
    'labels.npy': npy['y_train.npy']!,
  }),
  oneOf('parquet', 'a.parquet', changed([world('train-00000-of-00001.parquet')])),
  oneOf('CSV', 'a.csv', changed([text(table), text(`${header}\n${table}`)])),
  oneOf('label table', 'labels.csv', changed([text('file,label\n1.png,a\n2.png,b\n3.png,a\n4.png,b\n')]), {
    '1.png': first,
    '2.png': second,
    '3.png': third,
    '4.png': fourth,
  }),
  oneOf('mapping', 'emnist-mapping.txt', changed([text('0 48\n1 49\n2 65\n')]), {
    'emnist-train-images-idx3-ubyte': idx.images,
    'emnist-train-labels-idx1-ubyte': idx.labels,
  }),
  {
    name: 'zstd page',
    ...changed([...zstdPages], [Buffer.concat([zstdPages[0]!, zstdPages[0]!])]),
    // As a parquet file's reader has it: what is thrown there, is told as a damaged file.
    read: async (bytes) => {
      try {
        return unpackZstd(bytes, page.length);
      } catch (error) {
        throw new AppError('data-damaged', { file: 'page' }, error);
      }
    },
  },
  oneOf('packed CSV', 'a.csv.gz', {
    valid: [gzipSync(table)],
    input: (random) => gzipSync(mutateBytes(text(table), random)),
  }),
  oneOf('drawings', 'a.json', changedJson([drawings])),
  oneOf('drawings as written', 'a.json', changedJson([drawings, sheets]), {}, 'as-written'),
  oneOf('Quick Draw', 'a.ndjson', {
    valid: [text(quickDraw.map((each) => JSON.stringify(each)).join('\n'))],
    input: (random) =>
      text(
        quickDraw
          .map((each) => (random.chance(0.5) ? JSON.stringify(each) : `${Buffer.from(mutateJson(each, random))}`))
          .join('\n'),
      ),
  }),
  oneOf('UNIPEN', 'a.tra', changed([text(pen)])),
  oneOf('picture folder', 'a/2.png', changed([second]), { 'a/1.png': first, 'b/1.png': third, 'b/2.png': fourth }),
  {
    name: 'folder names',
    ...names,
    read: (bytes, folder) =>
      stageFiles(
        Object.fromEntries(Object.entries(named(bytes)).map(([each, png], i) => [onDisk(each, i), png])),
        folder,
      ),
  },
  { name: 'zip names', ...names, read: (bytes, folder) => stageFiles({ 'a.zip': zipSync(named(bytes)) }, folder) },
];
