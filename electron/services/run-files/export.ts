import { zipSync } from 'fflate';
import type { RunFormat } from '../../../shared/contract/calls/run-files.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import { packRun } from '../../formats/run-file/pack.ts';
import type { Runs } from '../runs/runs.ts';
import { stepsCsv } from './table.ts';
import { eventFiles } from './tensorboard.ts';

export interface ExportWish {
  readonly id: RunId;
  readonly format: RunFormat;
  /** Of `run`: with those that it can be resumed from. */
  readonly checkpoints: boolean;
}

/** A run as a file in memory, as the call `runs.export` says. `limit`: bytes. */
export async function exportRun(
  runs: Pick<Runs, 'get' | 'folderOf'>,
  wish: ExportWish,
  limit: number,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const { name, content } = await runFile(runs, wish);
  for await (const piece of content) {
    size += piece.length;
    pieces.push(piece);
    if (size > limit) throw tooLarge(size, limit);
  }
  return { name, bytes: new Uint8Array(Buffer.concat(pieces)) };
}

/** The same piece by piece, for a file of any size. `tensorboard` is a zip of its folders. Throws `run-not-found` {id}, storage errors. */
export async function runFile(
  runs: Pick<Runs, 'get' | 'folderOf'>,
  { id, format, checkpoints }: ExportWish,
): Promise<{ name: string; content: AsyncIterable<Uint8Array> }> {
  const { run, logs } = await runs.get(id);
  switch (format) {
    case 'csv':
      return { name: `${id}.csv`, content: text(stepsCsv(logs)) };
    case 'json':
      return { name: `${id}.json`, content: text(`${JSON.stringify({ run, logs }, null, 1)}\n`) };
    case 'tensorboard':
      return { name: `${id}-tensorboard.zip`, content: once(zipped(eventFiles(run, logs))) };
    case 'run':
      return { name: `${id}.run.zip`, content: packRun({ folder: runs.folderOf(id), run, logs, checkpoints }) };
  }
}

/** With the format's oldest time for every file: the same run gives the same bytes. */
const zipped = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1) });

const text = (content: string): AsyncIterable<Uint8Array> => once(new TextEncoder().encode(content));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function tooLarge(bytes: number, limit: number): AppError {
  const megabytes = (each: number): number => Math.ceil(each / 1_000_000);
  return new AppError('run-file-too-large', { megabytes: megabytes(bytes), limit: megabytes(limit) });
}
