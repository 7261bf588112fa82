import { z } from 'zod';
import { errorDataSchema } from './error.ts';

/**
 * The engine that trains: `cpu` and `cuda` are TensorFlow's builds for the processor and for NVIDIA's cards, `webgpu`
 * is Dawn's WebGPU for any vendor's. `auto` takes the fastest that a short probe finds.
 */
export const engineChoiceSchema = z.enum(['auto', 'cpu', 'cuda', 'webgpu']);

/** The graphics card that CUDA or WebGPU drives, in its driver's words. */
export const graphicsAdapterSchema = z.object({
  name: z.string(),
  vendor: z.string(),
  architecture: z.string(),
  /**
   * Whether it is a software renderer, which computes on the processor (SwiftShader, llvmpipe, WARP): correct, but
   * slow. `auto` never uses one.
   */
  software: z.boolean(),
  /** The driver's version, where it can be told. */
  driver: z.string().optional(),
});

/** Facts about the engine, as `doctor` and the settings page show them. */
export const engineFactsSchema = z.object({
  /** The engine that runs; never `auto`. */
  engine: engineChoiceSchema.exclude(['auto']),
  /** Null for `webgpu`, which has no TensorFlow. */
  tensorflow: z.string().nullable(),
  /** Null for the processor. */
  adapter: graphicsAdapterSchema.nullable(),
  /** Where the library came from: a wheel's or package's name and version, or a folder that the user named. */
  source: z.string(),
  libraryPath: z.string(),
  tfjs: z.string(),
  devices: z.array(z.string()),
  threads: z.number().int(),
  processor: z.string(),
  /** Instruction sets that matter to TensorFlow: avx2, avx512f, amx-tile, neon ... */
  features: z.array(z.string()),
  /** Why no GPU is used; null when one is. The words are in i18n. */
  noGpuReason: z.enum(['cpu-build', 'no-device', 'platform', 'no-driver', 'old-driver', 'libraries']).nullable(),
  node: z.string(),
  platform: z.string(),
  pid: z.number().int(),
});

/** The trainer process's life: one state machine in electron/trainer-link. */
export const trainerStateSchema = z.enum(['stopped', 'starting', 'ready', 'busy', 'crashed', 'missing']);

/** A TensorFlow for NVIDIA's cards on this machine: fetched when the user asks for it, never bundled. */
export const cudaStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unsupported') }),
  /** Bytes to fetch and bytes on disk. */
  z.object({ state: z.literal('absent'), downloadBytes: z.number(), diskBytes: z.number() }),
  z.object({
    state: z.literal('downloading'),
    bytes: z.number(),
    totalBytes: z.number(),
    etaSeconds: z.number().nullable(),
  }),
  z.object({ state: z.literal('ready') }),
  z.object({ state: z.literal('failed'), error: errorDataSchema, downloadBytes: z.number(), diskBytes: z.number() }),
]);

export const engineStatusSchema = z.object({
  state: trainerStateSchema,
  facts: engineFactsSchema.nullable(),
  error: errorDataSchema.nullable(),
  cuda: cudaStatusSchema,
  /** Why another engine runs than the chosen one; null when the chosen one runs. */
  fallback: errorDataSchema.nullable(),
});

export type EngineChoice = z.infer<typeof engineChoiceSchema>;
export type CudaStatus = z.infer<typeof cudaStatusSchema>;
export type GraphicsAdapter = z.infer<typeof graphicsAdapterSchema>;
export type EngineFacts = z.infer<typeof engineFactsSchema>;
export type TrainerState = z.infer<typeof trainerStateSchema>;
export type EngineStatus = z.infer<typeof engineStatusSchema>;
