import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { idxHeader } from '../../test/fixtures/idx-files.ts';
import { repositoryRoot } from '../../test/fixtures/folders.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, megabytes, seconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { residentMemory } from '../lib/resident.ts';

/** Memory of an import of a million images, by the command line and its reader. Only by its name: it writes some gigabytes. */
export const importing: Part = {
  name: 'import',
  about: 'memory of an import of a million images; only when it is named',
  onlyNamed: true,
  run: measure,
};

const [IMAGES, QUICK_IMAGES] = [1_000_000, 50_000];
const [SIDE, CLASSES, CHUNK] = [28, 10, 10_000];
/** All processes together, bytes. */
const LIMIT = 1.5e9;
/** Between two looks at the memory, milliseconds. */
const LOOK = 200;

async function measure({ folder, quick, say }: Bench): Promise<PartResult> {
  const images = quick ? QUICK_IMAGES : IMAGES;
  const source = path.join(folder, 'many');
  writeIdxPair(source, images);
  say(`${count(images)} images are written`);
  const began = performance.now();
  const peaks = await importPeaks(source, path.join(folder, 'import-home'));
  const taken = (performance.now() - began) / 1000;
  fs.rmSync(source, { recursive: true });
  const together = peaks.reduce((sum, peak) => sum + peak, 0);
  const table = {
    title: `An import of ${count(images)} images of ${SIDE} x ${SIDE} pixels from IDX files`,
    columns: ['processes', 'largest, at its highest', 'sum of the highest', 'time'],
    rows: [[count(peaks.length), megabytes(Math.max(...peaks)), megabytes(together), seconds(taken)]],
    notes: ['the sum is of what each process had at its highest, though not at the same time'],
  };
  return {
    tables: [table],
    goals: [atMost(`highest memory of an import of ${count(images)} images`, together, LIMIT, megabytes)],
    data: { images, peaks, seconds: taken },
  };
}

/** IDX files of images of which no two are alike, a part at a time. */
function writeIdxPair(folder: string, images: number): void {
  fs.mkdirSync(folder);
  const pixels = fs.openSync(path.join(folder, 'train-images-idx3-ubyte'), 'w');
  const labels = fs.openSync(path.join(folder, 'train-labels-idx1-ubyte'), 'w');
  try {
    fs.writeSync(pixels, idxHeader(8, [images, SIDE, SIDE]));
    fs.writeSync(labels, idxHeader(8, [images]));
    const bytes = Buffer.alloc(CHUNK * SIDE * SIDE);
    for (let first = 0; first < images; first += CHUNK) {
      for (let i = 0; i < CHUNK; i++) drawNumber(bytes.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), first + i);
      fs.writeSync(pixels, bytes);
      fs.writeSync(
        labels,
        Uint8Array.from({ length: CHUNK }, (_, i) => (first + i) % CLASSES),
      );
    }
  } finally {
    fs.closeSync(pixels);
    fs.closeSync(labels);
  }
}

/** The bits of a number as squares of ink in the middle of paper. */
function drawNumber(image: Buffer, number: number): void {
  image.fill(0);
  for (let bit = 0; bit < 25; bit++) {
    if (((number >> bit) & 1) === 0) continue;
    const [left, top] = [4 + 4 * (bit % 5), 4 + 4 * Math.floor(bit / 5)];
    for (let row = 0; row < 4; row++) image.fill(255, (top + row) * SIDE + left, (top + row) * SIDE + left + 4);
  }
}

/** Imports by the built command line; the highest resident memory of it and of each process that it started, bytes. */
async function importPeaks(source: string, home: string): Promise<number[]> {
  const cli = path.join(repositoryRoot, 'out', 'node', 'cli.cjs');
  const child = spawn(process.execPath, [cli, 'data', 'import', source, '--json'], {
    env: { ...process.env, INKSTONE_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const peaks = new Map<number, number>();
  let over = false;
  void ended.finally(() => (over = true)).catch(() => undefined);
  while (!over) {
    for (const pid of withChildren(child.pid!)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)));
    await Promise.race([ended, wait(LOOK)]);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the import ended with ${code}: ${words}`);
  return [...peaks.values()];
}

/** 0 for a process that is gone by now, or has just ended: of such a one nothing is told. */
function peakOf(pid: number): number {
  try {
    const memory = residentMemory(pid);
    if (memory === null) throw new Error('this system does not tell the memory of other processes');
    return Number.isNaN(memory.peak) ? 0 : memory.peak;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return 0;
    throw error;
  }
}

/** A process and all that it has started, by Linux's own list. */
function withChildren(pid: number): number[] {
  try {
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...(children === '' ? [] : children.split(' ').flatMap((each) => withChildren(Number(each))))];
  } catch {
    return [pid];
  }
}
