import type { Decision, FieldReading } from '../contract/schemas/batch.ts';

/** Which fields count as known: those that a person decided, or those that were sure besides. */
export type KnownBy = 'decided' | 'all';

/** What stands in a field, if that is known: as a person said, or (`all`) as it was surely read. Null: not known, or nothing is written there. */
export function knownText(reading: FieldReading, decision: Decision | undefined, by: KnownBy): string | null {
  if (decision?.kind === 'text') return decision.text;
  const isRight = decision?.kind === 'accepted' || (decision === undefined && by === 'all' && reading.sure);
  return isRight && reading.text !== '' ? reading.text : null;
}

/** Every fourth page may be kept from learning, whole: what stands on a page is of one writer and one pen. */
const HELD_OUT = 4;

/** Whether a page, counted from 0, is one of those. */
export const isHeldOut = (page: number): boolean => page % HELD_OUT === HELD_OUT - 1;
