import { z } from 'zod';
import { call } from '../define.ts';
import { momentSchema } from '../schemas/moment.ts';
import { runIdSchema } from '../schemas/run-id.ts';
import { none } from './common.ts';

/** What is told of the queue itself; the runs in it tell their places (see queuedSchema). */
export const queueStateSchema = z.object({
  /** Nothing begins until it goes on; a restart changes nothing about that. */
  paused: z.boolean(),
});

/** The runs that wait for the trainer. All throw `run-not-queued` {id} for a run that does not wait here. */
export const queueCalls = {
  'queue.state': call(none, queueStateSchema),
  /** Puts a run before another one that waits; with null, behind all. */
  'queue.move': call(z.object({ id: runIdSchema, before: runIdSchema.nullable() }), z.null()),
  /** The run does not begin before that time; null: as soon as it can. Those behind it do not wait for it. */
  'queue.schedule': call(z.object({ id: runIdSchema, notBefore: momentSchema.nullable() }), z.null()),
  /** Pauses the run that trains, if one does, and begins no other. */
  'queue.pause': call(none, queueStateSchema),
  /** Lets the paused run go on, and the others after it. */
  'queue.goOn': call(none, queueStateSchema),
} as const;
