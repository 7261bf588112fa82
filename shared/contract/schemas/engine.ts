import { z } from 'zod';
import { errorDataSchema } from './error.ts';

/** The truth about the engine, as `doctor` and the settings page tell it. */
export const engineFactsSchema = z.object({
  tensorflow: z.string(),
  /** Where libtensorflow came from: a wheel's name and version, or a folder that the user named. */
  source: z.string(),
  libraryPath: z.string(),
  tfjs: z.string(),
  devices: z.array(z.string()),
  threads: z.number().int(),
  processor: z.string(),
  /** The ones that matter to TensorFlow: avx2, avx512f, amx-tile, neon ... */
  features: z.array(z.string()),
  /** Why no GPU is used; null when one is. The words are in i18n. */
  noGpuReason: z.enum(['cpu-build', 'no-device', 'platform']).nullable(),
  node: z.string(),
  platform: z.string(),
  pid: z.number().int(),
});

/** The trainer process's life: one state machine in electron/trainer-link. */
export const trainerStateSchema = z.enum(['stopped', 'starting', 'ready', 'busy', 'crashed', 'missing']);

export const engineStatusSchema = z.object({
  state: trainerStateSchema,
  facts: engineFactsSchema.nullable(),
  error: errorDataSchema.nullable(),
  /** Resident memory of the trainer process, bytes; null when it is not running. */
  residentBytes: z.number().nullable(),
});

export type EngineFacts = z.infer<typeof engineFactsSchema>;
export type TrainerState = z.infer<typeof trainerStateSchema>;
export type EngineStatus = z.infer<typeof engineStatusSchema>;
