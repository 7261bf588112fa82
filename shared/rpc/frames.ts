import { z } from 'zod';
import { errorDataSchema } from '../contract/schemas/error.ts';

/**
 * What crosses a transport. Every received message is parsed with one of these before anything looks at it, so that
 * garbage is dropped at once. `input`, `value` and `payload` are parsed after that, with the contract's own schemas.
 */
const id = z.number().int().nonnegative();
const name = z.string().max(64);

/** From the calling side to the serving side. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id, name, input: z.unknown().optional() }),
  z.object({ kind: z.literal('cancel'), id }),
]);

/** From the serving side to the calling side. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), id, value: z.unknown().optional() }),
  z.object({ kind: z.literal('error'), id, error: errorDataSchema }),
  z.object({ kind: z.literal('event'), name, payload: z.unknown().optional() }),
]);

export type Request = z.infer<typeof requestSchema>;
export type Answer = z.infer<typeof answerSchema>;
