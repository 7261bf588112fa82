import { z } from 'zod';
import { call } from '../define.ts';
import { runIdSchema, runSchema } from '../schemas/run.ts';
import { handle } from './common.ts';

/** What the window takes of a run as a file, bytes: as much as `files.save` writes. */
export const MOST_EXPORTED = 134_217_728;

/**
 * A run as a file: each step and epoch as a line of a table (`csv`), its record and logs (`json`), event files for TensorBoard
 * (`tensorboard`, a zip of a folder for each curve), or all of it, to be brought in elsewhere (`run`, a zip).
 */
export const runFormatSchema = z.enum(['csv', 'json', 'tensorboard', 'run']);

/** Runs as files, out of this studio and into it. */
export const runFilesCalls = {
  /**
   * For `files.save` or a download. `checkpoints`: of `run`, also those that it can be resumed from. Throws `run-not-found` {id},
   * `run-file-too-large` {megabytes, limit}, storage errors.
   */
  'runs.export': call(
    z.object({ id: runIdSchema, format: runFormatSchema, checkpoints: z.boolean().default(false) }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) }),
  ),
  /**
   * Brings a run in that was exported as `run`, with an id of its own where there is a run of that id already (`renamed`). A run that
   * trained when it was exported comes in as interrupted. Throws `run-file-other` {file}, `run-file-damaged` {file, inside},
   * `run-file-too-large` {megabytes, limit}, `file-newer` {path}, `archive-damaged` {file}, `unsafe-path` {path}, `reader-crashed`,
   * storage errors; nothing is left then.
   */
  'runs.import': call(z.object({ handle }), z.object({ run: runSchema, renamed: z.boolean() })),
} as const;

export type RunFormat = z.infer<typeof runFormatSchema>;
