import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import { stream } from '../../shared/random/random.ts';
import { residentMemory } from '../lib/resident.ts';
import type { Target } from './target.ts';

/** What came of one input. */
export interface Outcome {
  /** Wall time. */
  readonly seconds: number;
  /** Bytes that the process had at its highest, beyond what it had before; null where the system does not tell. */
  readonly grown: number | null;
  /** The error's code; null: a value came of it. */
  readonly code: string | null;
  /** What was thrown that no user should see; null if nothing was. */
  readonly fault: string | null;
}

/** Input `number` of a target under a seed: the same on every machine. */
export const inputOf = (target: Target, seed: number, number: number): Uint8Array =>
  target.input(stream(seed, 'synthetic', number));

/** Reads one input in a folder of its own in `scratch`. A value is fine, and so is an AppError that says what is wrong. */
export async function tryInput(target: Target, input: Uint8Array, scratch: string): Promise<Outcome> {
  const folder = path.join(scratch, 'input');
  fs.mkdirSync(folder);
  const before = forgetPeak();
  const start = performance.now();
  let [code, fault]: [string | null, string | null] = [null, null];
  try {
    await target.read(input, folder);
  } catch (thrown) {
    code = thrown instanceof AppError ? thrown.code : 'internal';
    if (code === 'internal') fault = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  const seconds = (performance.now() - start) / 1000;
  const peak = before === null ? null : residentMemory(process.pid)!.peak;
  fs.rmSync(folder, { recursive: true, force: true });
  return { seconds, grown: before === null ? null : peak! - before, code, fault };
}

/** Has Linux count the highest memory of this process anew; the memory now, null where that cannot be done. */
function forgetPeak(): number | null {
  try {
    fs.writeFileSync('/proc/self/clear_refs', '5');
    return residentMemory(process.pid)?.now ?? null;
  } catch {
    return null;
  }
}
