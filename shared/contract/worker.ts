import { z } from 'zod';
import { call } from './define.ts';
import { exportReadCall } from './export-reading.ts';
import { foreignFormatSchema, exportWeightsSchema, usageSchema } from './schemas/export.ts';

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
  /**
   * Writes a model folder's model in another format into the folder `into`, which there is: a folder, or a file, called `name`. With rounded weights
   * it also writes the rounded model's own folder, into the folder `rounded`, which there is not yet. Throws `model-not-found`, `model-torn`,
   * `export-weights` {format, weights}, storage errors.
   */
  'export.write': call(
    z.object({
      folder: z.string(),
      format: foreignFormatSchema,
      weights: exportWeightsSchema,
      into: z.string(),
      name: z.string(),
      rounded: z.string(),
    }),
    /** `files`: what was written, by their places in `into`, parts joined by '/'; `fullBytes`: of the same with full weights. */
    z.object({
      files: z.array(z.string()),
      bytes: z.number().int(),
      fullBytes: z.number().int(),
      usage: z.array(usageSchema),
    }),
  ),
  /** Of formats whose runtime is neither TensorFlow nor TensorFlow.js. */
  'export.read': exportReadCall,
} as const;

export const workerEvents = {
  /** How much of the calculation is done, 0 to 1. */
  'work.progress': z.object({ share: z.number() }),
} as const;

export type WorkerCalls = typeof workerCalls;
export type WorkerEvents = typeof workerEvents;
