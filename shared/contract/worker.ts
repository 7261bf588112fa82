import { z } from 'zod';
import { call } from './define.ts';

/**
 * The calls from a host to a worker: a process for one long calculation that needs no TensorFlow, and that no window, trainer or
 * host should wait for. It trusts paths: only a host speaks to it. It is cancelled by its end.
 */
export const workerCalls = {
  /**
   * Lays images out in a plane, those with like features close to each other. `features`: a file of `count` x `width` float32 values,
   * little-endian, as `evaluation.run` writes them. Gives 2 x `count` float32 values, x and y of each image, 0 to 1.
   */
  'map.layOut': call(
    z.object({ features: z.string(), width: z.number().int().positive(), count: z.number().int().nonnegative() }),
    z.object({ points: z.instanceof(Uint8Array) }),
  ),
} as const;

export const workerEvents = {
  /** How much of the calculation is done, 0 to 1. */
  'work.progress': z.object({ share: z.number() }),
} as const;

export type WorkerCalls = typeof workerCalls;
export type WorkerEvents = typeof workerEvents;
