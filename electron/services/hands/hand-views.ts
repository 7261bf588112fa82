import type { HandInfo, HandSample } from '../../../shared/contract/schemas/hand.ts';
import type { SampleImage } from './hand-images.ts';
import type { HandRecord } from './hand-record.ts';
import type { StoredHand } from './hand-store.ts';

/** Drawings that a data set of the hand may have: not deleted, and labelled with one of its classes. */
export function liveSamples({ classes }: HandRecord, samples: readonly SampleImage[]): SampleImage[] {
  const known = new Set(classes.map(({ id }) => id));
  return samples.filter(({ sample }) => !sample.deleted && known.has(sample.label));
}

/** What is told of a hand. */
export function handInfo({ record, sittings, torn }: StoredHand, samples: readonly SampleImage[]): HandInfo {
  const { id, name, classes, frame, createdAt } = record;
  const live = liveSamples(record, samples);
  const count = (holds: (sample: SampleImage) => boolean): number => live.filter(holds).length;
  const bySitting = countBy(live, ({ sitting }) => sitting);
  const byLabel = countBy(live, ({ sample }) => sample.label);
  return {
    id,
    name,
    classes: classes.map((each) => each.name),
    frame,
    createdAt,
    counts: classes.map((each) => byLabel.get(each.id) ?? 0),
    deleted: samples.length - live.length,
    sittings: [...sittings].map(([sitting, { source, startedAt }]) => ({
      id: sitting,
      source,
      startedAt,
      count: bySitting.get(sitting) ?? 0,
    })),
    parts: {
      train: count(({ part }) => part === 'train'),
      test: count(({ part }) => part === 'test'),
      nearDuplicates: count(({ isNearDuplicate }) => isNearDuplicate),
      leftOut: count(({ part }) => part === 'left-out'),
    },
    torn,
  };
}

/** What is told of its drawings. */
export function handSamples({ record }: StoredHand, samples: readonly SampleImage[]): HandSample[] {
  const names = new Map([...record.classes, ...record.removed].map(({ id, name }) => [id, name]));
  const live = new Set(liveSamples(record, samples).map(({ id }) => id));
  return samples.map(({ id, sitting, sample, part }) => {
    const deleted = !live.has(id);
    return {
      id,
      sitting,
      label: names.get(sample.label) ?? sample.label,
      at: sample.at,
      reading: sample.reading,
      hasStrokes: sample.ink.strokes !== undefined,
      deleted,
      part: deleted ? null : part,
    };
  });
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
