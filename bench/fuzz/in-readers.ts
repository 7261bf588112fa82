import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { tally, type Tried } from './tried.ts';
import type { Outcome } from './try-input.ts';

/** A process that says nothing for so long is stuck, milliseconds. */
const PATIENCE = 60_000;
const WORKER = path.join(import.meta.dirname, '..', 'workers', 'fuzz.ts');

type Line = { readonly reads: number } | ({ readonly number: number } & Outcome);

/**
 * Has inputs of a target, from the first number up to the second, read in a process of their own: one that ends, or is stuck,
 * over an input counts as its failure, and another goes on behind it.
 */
export async function inReaders(
  name: string,
  seed: number,
  [from, to]: readonly [number, number],
  say: (text: string) => void,
): Promise<Tried> {
  const counts = tally(name);
  for (let next = from; next < to;) {
    const over = await readFrom(name, seed, [next, to], (line) => {
      if ('number' in line) counts.add(line.number, line);
    });
    if (over === null) break;
    counts.fail(over.number, over.why);
    say(`${name}:${over.number} ${over.why}`);
    next = over.number + 1;
  }
  return counts.tried();
}

/** Resolves with the input over which the process ended, or null when all were read. */
function readFrom(
  name: string,
  seed: number,
  [from, to]: readonly [number, number],
  onLine: (line: Line) => void,
): Promise<{ number: number; why: string } | null> {
  const child = spawn(process.execPath, [WORKER, name, String(seed), String(from), String(to)]);
  let [reading, words, stuck] = [from, '', false];
  const expire = (): void => {
    stuck = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(expire, PATIENCE);
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  createInterface({ input: child.stdout }).on('line', (text) => {
    clearTimeout(timer);
    timer = setTimeout(expire, PATIENCE);
    const line = JSON.parse(text) as Line;
    if ('reads' in line) reading = line.reads;
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (stuck) resolve({ number: reading, why: `was not read within ${PATIENCE / 1000} s` });
      else if (code === 0) resolve(null);
      else resolve({ number: reading, why: `ended the process (${signal ?? code}): ${words}` });
    });
  });
}
