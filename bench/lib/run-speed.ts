import { z } from 'zod';

const stepsSchema = z.object({ type: z.literal('steps'), time: z.number(), step: z.number() });

/**
 * Steps a second of a run between two moments (milliseconds), by the times of its own logs, one after each call of
 * steps; in between, the step is interpolated linearly. Throws if the run was not going all the while.
 */
export function speedBetween(logs: readonly unknown[]): (from: number, to: number) => number {
  const ends: { time: number; step: number }[] = [];
  for (const log of logs) {
    const { success, data } = stepsSchema.safeParse(log);
    if (success) ends.push(data);
  }
  const at = (time: number): number => {
    const next = ends.findIndex((end) => end.time >= time);
    if (next < 1) throw new Error(`no steps around ${time}`);
    const [a, b] = [ends[next - 1]!, ends[next]!];
    return a.step + ((time - a.time) / (b.time - a.time)) * (b.step - a.step);
  };
  return (from, to) => ((at(to) - at(from)) / (to - from)) * 1000;
}

/** How many images a run of epochs of `images` has trained on after `steps` optimizer steps: an epoch's last batch is smaller. */
export function imagesSeen(steps: number, images: number, batchSize: number): number {
  const perEpoch = Math.ceil(images / batchSize);
  const epochs = Math.floor(steps / perEpoch);
  return epochs * images + (steps - epochs * perEpoch) * batchSize;
}
