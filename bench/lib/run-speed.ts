import { z } from 'zod';
import type { Turn } from './turns.ts';

const logSchema = z.object({ type: z.string(), time: z.number().optional(), step: z.number().optional() });

/**
 * The speed of a whole run by the clock of its own logs: from the checkpoint that ended its first epoch to the one that
 * ended its last, with all that came between. Throws if it has fewer than two epochs.
 */
export function runSpeed(logs: readonly unknown[], images: number, batchSize: number): Turn {
  const perEpoch = Math.ceil(images / batchSize);
  const ends = logs
    .map((log) => logSchema.parse(log))
    .filter(({ type, step }) => type === 'checkpoint' && step! % perEpoch === 0);
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last || first === last) throw new Error(`a run of ${ends.length} epochs has no speed to tell`);
  const epochs = (last.step! - first.step!) / perEpoch;
  return { amount: epochs * images, seconds: (last.time! - first.time!) / 1000, cpuSeconds: null };
}
