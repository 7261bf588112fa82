import type { Decision, FieldReading, FieldSymbol } from '../contract/schemas/batch.ts';

/** Which fields count as known: those that a person decided, or those that were sure besides. */
export type KnownBy = 'decided' | 'all';

/** What stands in a field, if that is known: as a person said, or (`all`) as it was surely read. Null: not known, or nothing is written there. */
export function knownText(reading: FieldReading, decision: Decision | undefined, by: KnownBy): string | null {
  if (decision?.kind === 'text') return decision.text;
  const isRight = decision?.kind === 'accepted' || (decision === undefined && by === 'all' && reading.sure);
  return isRight && reading.text !== '' ? reading.text : null;
}

/** A sign of a field, and what it is. */
export interface KnownSign {
  readonly label: string;
  readonly box: FieldSymbol['box'];
}

/**
 * Where each sign of a known text stands: in the places of what was read, if there are as many. Null: nobody can tell, since a sign was read as
 * two, or two as one.
 */
export function knownSigns(reading: FieldReading, text: string): KnownSign[] | null {
  const signs = [...text].filter((sign) => sign.trim() !== '');
  const places = reading.symbols.filter(({ empty }) => !empty);
  if (signs.length === 0 || signs.length !== places.length) return null;
  return signs.map((label, i) => ({ label, box: places[i]!.box }));
}

/** Every fourth page may be kept from learning, whole: the fields of a page are of one writer and one pen. */
const HELD_OUT = 4;

/** Whether a page, counted from 0, is one of those. */
export const isHeldOut = (page: number): boolean => page % HELD_OUT === HELD_OUT - 1;
