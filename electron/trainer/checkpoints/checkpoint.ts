import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { bestEpochSchema } from '../../../shared/contract/schemas/run.ts';
import { PLATEAU_START } from '../../../shared/model/schedule.ts';
import { DamagedFile, decodeSafetensors, encodeSafetensors, type NamedTensor } from '../formats/safetensors.ts';

/**
 * Where a run is. Random streams are keyed by epoch and step (see stream), so their state is in here too:
 * the same weights, slots and position go on to the same end, bit for bit.
 */
export const positionSchema = z.object({
  /** Optimizer steps done over the whole run. */
  step: z.number().int().nonnegative(),
  /** Epochs done, and steps done in the one that is under way. */
  epoch: z.number().int().nonnegative(),
  stepInEpoch: z.number().int().nonnegative(),
  /** Of the epoch under way so far: for its means. */
  epochLoss: z.number(),
  epochCorrect: z.number(),
  epochImages: z.number().int().nonnegative(),
  epochSeconds: z.number(),
  best: bestEpochSchema.nullable(),
  /** Wall seconds spent training, over all sittings. */
  seconds: z.number(),
  /** What the run's images a second are measured over (see Meter). */
  countedImages: z.number(),
  countedSeconds: z.number(),
  /** Steps in a row, up to this one, that were not finite and changed nothing. */
  skipped: z.number().int().nonnegative().default(0),
  /** Where a plateau schedule has come to. */
  plateau: z
    .object({ factor: z.number(), best: z.number().nullable(), waited: z.number().int() })
    .default(PLATEAU_START),
  /** Early stopping has ended the epochs. */
  stoppedEarly: z.boolean().default(false),
});

export type Position = z.infer<typeof positionSchema>;

export interface Checkpoint {
  readonly position: Position;
  /** Weights, then the optimizer's slots, then averages, by name. */
  readonly tensors: readonly NamedTensor[];
}

const VERSION = '1';

export const encodeCheckpoint = ({ position, tensors }: Checkpoint): Uint8Array[] =>
  encodeSafetensors({ tensors, metadata: { checkpoint: VERSION, position: JSON.stringify(position) } });

/** Throws `checkpoint-torn` {file}, or `file-newer` {path} if a later version wrote it. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    const version = metadata['checkpoint'];
    if (Number(version) > Number(VERSION)) throw new AppError('file-newer', { path: file });
    const position = positionSchema.parse(JSON.parse(metadata['position'] ?? 'null'));
    return { position, tensors };
  } catch (error) {
    const torn = error instanceof DamagedFile || error instanceof z.ZodError || error instanceof SyntaxError;
    throw torn ? new AppError('checkpoint-torn', { file }, error) : error;
  }
}
