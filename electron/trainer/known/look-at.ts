import { imageBytes } from '../../../shared/data/labelled-images.ts';
import type { Reader } from '../evaluate/reader.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { evidenceOf, shapeEvidence } from '../../../shared/known/evidence.ts';
import { examples, examplesIn, type ExamplesOptions, type Shown } from './examples.ts';
import type { Example } from './train-detector.ts';

/** What a detector learns from, and which data set a sign is of (see Shown). */
export interface Seen extends Example {
  readonly source: number;
}

/** An example, and what its shape says whatever the model. */
interface Shaped extends Shown {
  readonly shape: Float32Array;
}

/** Examples that were made already, for the other models of the same run. Those of large images are made each time anew. */
export type Made = Map<'training' | 'calibration', readonly Shaped[]>;

/** What a reader reads at once, and how many images are made between two looks at the rest of the process. */
const BATCH = 250;
const MADE = 50;
/** No more bytes of images are kept. */
const MOST_KEPT = 64 * 2 ** 20;

export interface LookOptions extends ExamplesOptions {
  readonly reader: Reader;
  readonly made: Made;
  readonly part: 'training' | 'calibration';
  readonly interrupted: () => boolean;
}

/** The evidence of examples; null if it was interrupted. Yields the share that is done. */
export async function* lookAt(options: LookOptions): AsyncGenerator<number, Seen[] | null, void> {
  const { set, reader, made, part, interrupted } = options;
  const { task } = set;
  const total = examplesIn(options);
  const seen: Seen[] = [];
  const shaped: Shaped[] | null = total * imageBytes(task) <= MOST_KEPT ? [] : null;
  let batch: Shaped[] = [];
  const flush = async (): Promise<void> => {
    const evidence = await evidenceOfBatch(reader, options, batch);
    evidence.forEach((numbers, i) => seen.push({ evidence: numbers, kind: batch[i]!.kind, source: batch[i]!.source }));
    batch = [];
    await nextTurn();
  };
  for (const shown of made.get(part) ?? examples(options)) {
    const example = 'shape' in shown ? shown : { ...shown, shape: shapeEvidence(shown.image, task) };
    batch.push(example);
    shaped?.push(example);
    if (batch.length % MADE === 0) await nextTurn();
    if (batch.length < BATCH) continue;
    await flush();
    yield seen.length / total;
    if (interrupted()) return null;
  }
  if (batch.length > 0) await flush();
  if (shaped) made.set(part, shaped);
  return seen;
}

async function evidenceOfBatch(
  reader: Reader,
  { set: { task } }: LookOptions,
  batch: readonly Shaped[],
): Promise<Float32Array[]> {
  const images = new Uint8Array(batch.length * imageBytes(task));
  batch.forEach(({ image }, i) => images.set(image, i * imageBytes(task)));
  const values = await reader.read(images);
  return batch.map(({ shape }, i) =>
    evidenceOf(shape, values.subarray(i * reader.width, (i + 1) * reader.width), task),
  );
}
