import { AppError } from '../../../shared/contract/errors.ts';
import type { NewSample, SampleId, SittingId, SittingSource } from '../../../shared/contract/schemas/hand.ts';
import {
  SITTING_VERSION,
  type AddedLine,
  type ChangeLine,
  type SittingLine,
} from '../../../shared/hands/sitting-lines.ts';
import type { HandRecord } from './hand-record.ts';
import type { StoredHand } from './hand-store.ts';

/** The first line of a sitting. */
export const headerLine = (source: SittingSource, startedAt: number): SittingLine => ({
  type: 'sitting',
  version: SITTING_VERSION,
  source,
  startedAt,
});

/** What is written of a new drawing. `label`: its class's id. */
export function addedLine(drawing: NewSample, id: SampleId, label: string, at: number): AddedLine {
  const { reading } = drawing;
  const ink =
    'strokes' in drawing
      ? { strokes: drawing.strokes, sheet: drawing.sheet }
      : { image: Buffer.from(drawing.image).toString('base64') };
  return { type: 'added', id, label, at, ...ink, reading };
}

/** Throws `hand-class-unknown` {name, hand}. */
export function classIdOf({ name: hand, classes }: HandRecord, name: string): string {
  const found = classes.find((each) => each.name === name);
  if (!found) throw new AppError('hand-class-unknown', { name, hand });
  return found.id;
}

/**
 * Changes to drawings, each in the file of its sitting; what would change nothing is left out. Throws `sample-not-found` {id}, and
 * `hand-class-unknown` {name, hand} where one is restored whose class is gone.
 */
export function changeLines(
  { record, sittings }: StoredHand,
  changes: readonly ChangeLine[],
): Map<SittingId, ChangeLine[]> {
  const places = new Map(
    [...sittings].flatMap(([sitting, { samples }]) =>
      [...samples.values()].map((each) => [each.id, { sitting, each }]),
    ),
  );
  const lines = new Map<SittingId, ChangeLine[]>();
  for (const change of changes) {
    const place = places.get(change.id);
    if (!place) throw new AppError('sample-not-found', { id: change.id });
    const { sitting, each } = place;
    const gone = record.removed.find(({ id }) => id === each.label);
    if (change.type === 'restored' && gone)
      throw new AppError('hand-class-unknown', { name: gone.name, hand: record.name });
    const isSo =
      change.type === 'relabelled' ? change.label === each.label : each.deleted === (change.type === 'deleted');
    if (isSo) continue;
    const own = lines.get(sitting);
    if (own) own.push(change);
    else lines.set(sitting, [change]);
  }
  return lines;
}
