import type { HandInfo } from '../../../shared/contract/schemas/hand.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { pensToBytes } from '../../../shared/data/pen-bytes.ts';
import type { Part } from '../../../shared/hands/parting.ts';
import type { PenDrawing } from '../../../shared/ink/change-strokes.ts';
import type { DataSetContent } from '../datasets/prepared.ts';
import type { SampleImage } from './hand-images.ts';
import type { HandRecord } from './hand-record.ts';
import { liveSamples } from './hand-views.ts';

/** What a model of a hand reads. */
export const handTask = ({ frame, classes }: Pick<HandInfo, 'frame' | 'classes'>): Task => ({
  inputShape: [frame.height, frame.width, 1],
  classes: [...classes],
});

/** A hand's drawings as the images of a data set, in the order in which they were made. */
export function handContent(record: HandRecord, samples: readonly SampleImage[]): DataSetContent {
  const places = new Map(record.classes.map(({ id }, place) => [id, place]));
  const live = liveSamples(record, samples);
  const of = (wanted: Part): SampleImage[] => live.filter(({ part }) => part === wanted);
  const images = (some: SampleImage[]): Uint8Array => new Uint8Array(Buffer.concat(some.map(({ image }) => image)));
  const labels = (some: SampleImage[]): Uint16Array =>
    Uint16Array.from(some, ({ sample }) => places.get(sample.label)!);
  const [train, test] = [of('train'), of('test')];
  return {
    trainImages: images(train),
    trainLabels: labels(train),
    testImages: images(test),
    testLabels: labels(test),
    trainGroups: Uint32Array.from(train, ({ group }) => group),
    trainPens: train.some(({ sample }) => sample.ink.strokes) ? pensToBytes(train.map(penOf)) : undefined,
  };
}

/** Null: from paper. */
const penOf = ({ sample: { ink } }: SampleImage): PenDrawing | null =>
  ink.strokes ? { strokes: ink.strokes, sheet: ink.sheet } : null;
