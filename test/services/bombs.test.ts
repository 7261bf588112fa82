import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { residentMemory } from '../../bench/lib/resident.ts';
import { ReaderLink } from '../../electron/reader-link/reader-link.ts';
import type { HostChild } from '../../electron/environment.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { launchReader } from '../fixtures/reader-process.ts';
import { writeFiles, type Files } from '../fixtures/staging.ts';

/** What a reader may have at its highest, itself and its libraries included, bytes: the bombs come to 4 GB and more. */
const MOST = 700_000_000;
const PIECE = 67_108_864;

/** A gzip file of 64 pieces of 64 MiB, each a member of its own: of 4 MB, and of some kilobytes when it is packed once more. */
const bomb = (start: Uint8Array, piece: Uint8Array): Buffer => {
  const member = gzipSync(piece);
  return Buffer.concat([gzipSync(start), ...Array.from({ length: 64 }, () => member)]);
};

const zeros = new Uint8Array(PIECE);
const text = (line: string): Buffer => Buffer.from(line.repeat(Math.floor(PIECE / line.length)));
const count = Math.floor((64 * PIECE) / 784);
const idx = bomb(idxBytes(8, [count, 28, 28], new Uint8Array()), zeros);
const labels = { 'labels.gz': gzipSync(idxBytes(8, [count], new Uint8Array(count))) };
const row = `1,${Array.from({ length: 64 }, () => 0).join(',')}\n`;
const drawing = '{"word":"a","drawing":[[[0,9],[0,9]]]}\n';

const BOMBS: Readonly<Record<string, Files>> = {
  'IDX of more zeros than its header says': {
    'images.gz': bomb(idxBytes(8, [2, 28, 28], new Uint8Array()), zeros),
    labels: idxBytes(8, [2], Uint8Array.of(0, 1)),
  },
  'IDX of as many zeros as its header says': { 'images.gz': idx, ...labels },
  'IDX that is packed twice': { 'images.gz': gzipSync(idx), ...labels },
  'a table of one line without end': { 'a.csv.gz': bomb(Buffer.from(row), text('1,')) },
  'a table of empty lines': { 'a.csv.gz': bomb(Buffer.from(row), text('\n')) },
  'a drawing without end': { 'a.ndjson.gz': bomb(Buffer.from('{"word":"a","drawing":[['), text('[0,9],')) },
  'JSON without end': { 'a.json.gz': bomb(Buffer.from('['), text(drawing.replace('\n', ','))) },
  'an archive': {
    'a.zip': zipSync({
      images: Buffer.concat([idxBytes(8, [PIECE / 784, 28, 28], new Uint8Array()), zeros, zeros]),
      labels: idxBytes(8, [1], Uint8Array.of(1)),
    }),
  },
};

it.each(Object.entries(BOMBS))(
  '%s is refused in words, with the reader’s memory bounded',
  { timeout: 120_000 },
  async (_, files) => {
    const home = temporaryFolder();
    let child: HostChild | null = null;
    const link = new ReaderLink({ env: { launchReader: () => (child = launchReader()), log: quietLog() } });
    try {
      const [source, folder] = [path.join(home.folder, 'source'), path.join(home.folder, 'target')];
      mkdirSync(source);
      mkdirSync(folder);
      writeFiles(source, files);
      const request = { path: source, folder, choice: null, takeFirst: true, framing: 'centred' as const };
      await expect(link.call('data.stage', request)).rejects.toMatchObject({
        code: expect.stringMatching(
          /^(unpacks-too-large|idx-wrong-size|data-too-large|record-invalid|data-damaged)$/,
        ) as string,
      });
      const memory = residentMemory((child as HostChild | null)!.pid!);
      if (memory) expect(memory.peak).toBeLessThan(MOST);
    } finally {
      link.stop();
      home.remove();
    }
  },
);
