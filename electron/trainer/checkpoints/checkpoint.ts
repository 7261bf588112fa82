import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { bestEpochSchema } from '../../../shared/contract/schemas/run.ts';
import { runLogSchema, type RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { PLATEAU_START } from '../../../shared/model/schedule.ts';
import { DamagedFile, decodeSafetensors, encodeSafetensors, type NamedTensor } from '../formats/safetensors.ts';

/**
 * The position of a run. Random streams are keyed by epoch and step (see stream), so it includes their state: the same
 * weights, slots and position lead to the same result, bit for bit.
 */
export const positionSchema = z.object({
  /** Optimizer steps done over the whole run. */
  step: z.number().int().nonnegative(),
  /** Epochs done, and steps done in the one that is under way. */
  epoch: z.number().int().nonnegative(),
  stepInEpoch: z.number().int().nonnegative(),
  /** Sums over the current epoch so far, for its means. */
  epochLoss: z.number(),
  epochCorrect: z.number(),
  epochImages: z.number().int().nonnegative(),
  epochSeconds: z.number(),
  best: bestEpochSchema.nullable(),
  /** Wall seconds spent training, over all sittings. */
  seconds: z.number(),
  /** Images and seconds from which the run's images per second are computed (see Meter). */
  countedImages: z.number(),
  countedSeconds: z.number(),
  /** Steps in a row, up to this one, that were not finite and changed nothing. */
  skipped: z.number().int().nonnegative().default(0),
  /** The state of a plateau schedule. */
  plateau: z
    .object({ factor: z.number(), best: z.number().nullable(), waited: z.number().int() })
    .default(PLATEAU_START),
  /** Whether early stopping has ended the training. */
  stoppedEarly: z.boolean().default(false),
  /** The epoch that early stopping's patience counts from, where the best one is not later: the run had ended there and was given more. */
  patientSince: z.number().int().nonnegative().default(0),
});

export type Position = z.infer<typeof positionSchema>;

export interface Checkpoint {
  readonly position: Position;
  /** Weights, then the optimizer's slots, then averages, by the names that the training state gives them. */
  readonly tensors: readonly NamedTensor[];
  /**
   * Logs of earlier steps that no host received because it was gone. A resume sends them first, so that the run's logs
   * have no gap. Empty in all other cases.
   */
  readonly untold: readonly RunLog[];
}

/** A checkpoint as it was read. Version 1 had no namespaces: a tensor has the name of its variable. */
export interface StoredCheckpoint extends Checkpoint {
  readonly version: 1 | 2;
}

const VERSION = 2;
const versionSchema = z.union([z.literal(1), z.literal(VERSION)]);

/** Throws if the position holds a number that is not finite, or if two tensors have one name: nobody could read that again. */
export const encodeCheckpoint = ({ position, tensors, untold }: Checkpoint): Uint8Array[] =>
  encodeSafetensors({
    tensors,
    metadata: {
      checkpoint: String(VERSION),
      position: JSON.stringify(positionSchema.parse(position)),
      untold: JSON.stringify(untold),
    },
  });

/** Throws `checkpoint-torn` {file}, or `file-newer` {path} if a later version wrote it. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): StoredCheckpoint {
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    if (Number(metadata['checkpoint']) > VERSION) throw new AppError('file-newer', { path: file });
    const version = versionSchema.parse(Number(metadata['checkpoint']));
    const position = positionSchema.parse(JSON.parse(metadata['position'] ?? 'null'));
    const untold = z.array(runLogSchema).parse(JSON.parse(metadata['untold'] ?? '[]'));
    return { version, position, tensors, untold };
  } catch (error) {
    const torn = error instanceof DamagedFile || error instanceof z.ZodError || error instanceof SyntaxError;
    throw torn ? new AppError('checkpoint-torn', { file }, error) : error;
  }
}
