import type { SampleId, SampleReading, SittingSource } from '../contract/schemas/hand.ts';
import type { AddedLine, SittingLine } from './sitting-lines.ts';

/** A drawing after all lines about it. */
export interface FoldedSample {
  readonly id: SampleId;
  /** The id of its class now, and of the one that it was made with. */
  readonly label: string;
  readonly firstLabel: string;
  readonly at: number;
  readonly reading: SampleReading | null;
  readonly ink: Pick<AddedLine, 'strokes' | 'sheet' | 'image'>;
  readonly deleted: boolean;
}

/** A sitting after all lines of its file. */
export interface FoldedSitting {
  readonly source: SittingSource;
  readonly startedAt: number;
  /** In the order in which they were made. */
  readonly samples: ReadonlyMap<SampleId, FoldedSample>;
}

/** What is known of a sitting before its first line, and for good where that is torn. */
const NOTHING: FoldedSitting = { source: 'import', startedAt: 0, samples: new Map() };

/**
 * What a sitting's lines come to. `lines` follow those that `before` came from, so that a file that has grown is not read anew. A line
 * about a drawing that was never added says nothing, and what was added twice (lines copied by hand) counts once.
 */
export function foldSitting(lines: Iterable<SittingLine>, before: FoldedSitting = NOTHING): FoldedSitting {
  const samples = new Map(before.samples);
  let { source, startedAt } = before;
  for (const line of lines) {
    if (line.type === 'sitting') [source, startedAt] = [line.source, line.startedAt];
    else if (line.type === 'added') {
      if (!samples.has(line.id)) samples.set(line.id, madeOf(line));
    } else {
      const sample = samples.get(line.id);
      if (!sample) continue;
      if (line.type === 'relabelled') samples.set(line.id, { ...sample, label: line.label });
      else samples.set(line.id, { ...sample, deleted: line.type === 'deleted' });
    }
  }
  return { source, startedAt, samples };
}

const madeOf = ({ id, label, at, reading = undefined, strokes, sheet, image }: AddedLine): FoldedSample => ({
  id,
  label,
  firstLabel: label,
  at,
  reading: reading ?? null,
  ink: { strokes, sheet, image },
  deleted: false,
});
