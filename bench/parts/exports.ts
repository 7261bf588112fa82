import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Bench, type Part, type PartResult, PEERS_ABSENT } from '../lib/bench.ts';
import { count } from '../lib/format.ts';
import { atLeast, atMost } from '../lib/goals.ts';
import { peersFolder } from '../lib/peers.ts';

/** Exports in the programs that they are for, which no test has at hand: Keras. */
export const exported: Part = {
  name: 'exports',
  about: 'what Keras answers with exported models, beside the studio',
  run: measure,
};

const PIXELS = 28 * 28;
/** As an export promises. */
const TOLERANCE = 1e-4;

/** What Keras says of a file. */
export interface KerasAnswers {
  readonly model: string;
  /** The largest difference of a probability. */
  readonly furthest: number;
  /** Images with the same answer, of how many. */
  readonly agree: number;
  readonly images: number;
  /** Its version. */
  readonly keras: string;
}

async function measure({ quick, python, folder, data, say }: Bench): Promise<PartResult> {
  if (python === null) return exportsResult(null);
  const own = path.join(folder, 'exports');
  fs.mkdirSync(own);
  const images = fs.readFileSync(data.testImages).subarray(0, (quick ? 200 : 1000) * PIXELS);
  fs.writeFileSync(path.join(own, 'images.bin'), images);
  say('writing');
  output(process.execPath, path.join(import.meta.dirname, '..', 'workers', 'export-keras.ts'), own);
  say('reading with Keras');
  const lines = output(python, path.join(peersFolder, 'keras_read.py'), own).split('\n').filter(Boolean);
  return exportsResult(lines.map((line) => JSON.parse(line) as KerasAnswers));
}

function output(command: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

/** What the comparisons come to; null: nobody was there to compare with. */
export function exportsResult(found: readonly KerasAnswers[] | null): PartResult {
  const all = found ?? [];
  const table = {
    title: 'Exported models in Keras',
    columns: ['model', 'images', 'same answer', 'furthest probability'],
    rows: all.map((one) => [one.model, count(one.images), count(one.agree), one.furthest.toExponential(1)]),
    notes: found === null ? [PEERS_ABSENT] : [`Keras ${all[0]?.keras ?? '?'} on TensorFlow`],
  };
  const goals = all.flatMap((one) => [
    atMost(`${one.model}: furthest probability in Keras`, one.furthest, TOLERANCE, (value) => value.toExponential(1)),
    atLeast(`${one.model}: same answers in Keras`, one.agree, one.images, count),
  ]);
  return { tables: [table], goals, data: { found } };
}
