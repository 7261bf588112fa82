import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Bench, type Part, type PartResult, PEERS_ABSENT } from '../lib/bench.ts';
import { count } from '../lib/format.ts';
import { atLeast, atMost } from '../lib/goals.ts';
import { peersFolder } from '../lib/peers.ts';

/** Exports in the programs that they are for, which no test has at hand: Keras, and Python as the studio tells how to use them. */
export const exported: Part = {
  name: 'exports',
  about:
    'what Keras answers with exported models, beside the studio, and the programs in Python that are told with them',
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
  say('running the programs');
  return exportsResult(
    lines.map((line) => JSON.parse(line) as KerasAnswers),
    runPrograms(python, path.join(folder, 'programs')),
  );
}

/** A program as it is told with an export, and what it said beside the studio's own answer. */
export interface ProgramAnswer {
  readonly name: string;
  /** The same class, and its probability off by so much. */
  readonly same: boolean;
  readonly off: number;
}

/** Each program is run as it stands, beside its export. */
function runPrograms(python: string, folder: string): ProgramAnswer[] {
  fs.mkdirSync(folder);
  output(process.execPath, path.join(import.meta.dirname, '..', 'workers', 'export-programs.ts'), folder);
  return fs.readdirSync(folder).map((name) => {
    const own = path.join(folder, name);
    const { label, probability } = JSON.parse(fs.readFileSync(path.join(own, 'expected.json'), 'utf8')) as {
      label: string;
      probability: number;
    };
    const said = spawnSync(python, ['use.py'], { cwd: own, encoding: 'utf8' });
    if (said.status !== 0) throw new Error(`${name}: ${said.stderr}`);
    const [told, share] = said.stdout.trim().split('\n').at(-1)!.split(' ');
    return { name, same: told === label, off: Math.abs(Number(share) - probability) };
  });
}

function output(command: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}

/** What the comparisons come to; null: nobody was there to compare with. */
export function exportsResult(
  found: readonly KerasAnswers[] | null,
  programs: readonly ProgramAnswer[] = [],
): PartResult {
  const all = found ?? [];
  const table = {
    title: 'Exported models in Keras',
    columns: ['model', 'images', 'same answer', 'furthest probability'],
    rows: all.map((one) => [one.model, count(one.images), count(one.agree), one.furthest.toExponential(1)]),
    notes: found === null ? [PEERS_ABSENT] : [`Keras ${all[0]?.keras ?? '?'} on TensorFlow`],
  };
  const told = {
    title: 'Programs in Python as they are told',
    columns: ['export', 'same answer', 'probability off by'],
    rows: programs.map((one) => [one.name, one.same ? 'yes' : 'no', one.off.toExponential(1)]),
    notes: found === null ? [PEERS_ABSENT] : ['The starter, an image without ink'],
  };
  const goals = all.flatMap((one) => [
    atMost(`${one.model}: furthest probability in Keras`, one.furthest, TOLERANCE, (value) => value.toExponential(1)),
    atLeast(`${one.model}: same answers in Keras`, one.agree, one.images, count),
  ]);
  const held = programs.flatMap(({ name, same, off }) => [
    atLeast(`${name}: the program gives the same answer`, same ? 1 : 0, 1, count),
    atMost(`${name}: probability in the program`, off, TOLERANCE, (value) => value.toExponential(1)),
  ]);
  return { tables: [table, told], goals: [...goals, ...held], data: { found, programs } };
}
