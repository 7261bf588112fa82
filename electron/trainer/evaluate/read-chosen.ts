import path from 'node:path';
import type { CancelSignal, CallOutput } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { TrainerCalls } from '../../../shared/contract/trainer.ts';
import type { ReadingChoice } from '../../../shared/contract/trainer-lab.ts';
import { bytesOfFloats, placesFromBytes } from '../../../shared/data/number-bytes.ts';
import { imageBytes, imagesAt, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { requireSize } from '../../../shared/evaluation/labels-for-model.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { reshape } from '../../../shared/task/transform.ts';
import { readSplit } from '../../files/image-set.ts';
import { fillReserved, reserveFile } from '../../files/reserved-file.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { recognise } from '../../../shared/known/recognise.ts';
import { type LoadedModel, loadModel } from './model-cache.ts';
import { cooled } from './predict.ts';
import { READ_BATCH } from './reader.ts';

export type Progress = (done: number, total: number) => void;

export type Wanted = 'answers' | 'features';

/** Reads images and writes what a host keeps: see the call `evaluation.run`. */
export async function readChosen(
  { want, into, ...choice }: ReadingChoice & { readonly want: Wanted; readonly into: string },
  signal: CancelSignal,
  progress: Progress,
): Promise<CallOutput<TrainerCalls, 'evaluation.run'>> {
  const set = await readSplit(choice.data, choice.split);
  const places = placesFromBytes(choice.places);
  const missing = places.find((place) => place >= set.count);
  if (missing !== undefined) throw new AppError('image-not-found', { place: missing, count: set.count });
  const loaded = await loadModel(choice.folder, want === 'features' ? 'insight' : 'logits');
  try {
    requireSize(loaded.card.task, set.task, choice.change);
    refuseIfAborted(signal);
    const images: ChosenImages = { set, places, change: choice.change };
    const columns = want === 'features' ? featureColumns(loaded, places.length) : answerColumns(loaded, places.length);
    for (const { name, values } of columns.files) await reserveFile(path.join(into, name), values.byteLength);
    const seconds = await readBatches(loaded, images, columns, signal, progress);
    for (const { name, values } of columns.files) await fillReserved(path.join(into, name), bytesOfFloats(values));
    return { width: columns.width, known: want === 'answers' && loaded.known !== null, seconds };
  } finally {
    loaded.dispose();
  }
}

export interface ChosenImages {
  readonly set: LabelledImages;
  readonly places: Uint32Array;
  readonly change: ReadingChoice['change'];
}

/** Images `from` to `to` of the chosen ones, as the model takes them. */
export function chosenImages(
  { set, places, change }: ChosenImages,
  { card: { task } }: Pick<LoadedModel, 'card'>,
  from: number,
  to: number,
): Uint8Array {
  const own = places.subarray(from, to);
  const part = { task: set.task, images: imagesAt(set, own), count: own.length };
  return reshape(part, task.inputShape, change);
}

/** Where what is read of each batch goes. */
interface Columns {
  readonly width: number;
  readonly files: readonly { readonly name: string; readonly values: Float32Array }[];
  /** `values`: all that the reader gives of the images from `start` on. */
  take(start: number, images: Uint8Array, values: Float32Array): void;
}

async function readBatches(
  { reader, card }: LoadedModel,
  images: ChosenImages,
  columns: Columns,
  signal: CancelSignal,
  progress: Progress,
): Promise<number> {
  const began = performance.now();
  const total = images.places.length;
  for (let start = 0; start < total; start += READ_BATCH) {
    await nextTurn();
    refuseIfAborted(signal);
    const batch = chosenImages(images, { card }, start, Math.min(total, start + READ_BATCH));
    columns.take(start, batch, await reader.read(batch));
    progress(Math.min(total, start + READ_BATCH), total);
  }
  return (performance.now() - began) / 1000;
}

function answerColumns({ card, reader, known }: LoadedModel, count: number): Columns {
  const { task } = card;
  const [width, bytes] = [task.classes.length, imageBytes(task)];
  const logits = new Float32Array(count * width);
  const signs = known && new Float32Array(count);
  return {
    width,
    files: [{ name: 'logits.f32', values: logits }, ...(signs ? [{ name: 'known.f32', values: signs }] : [])],
    take(start, images, values) {
      for (let i = 0; i * bytes < images.length; i++) {
        const own = values.subarray(i * reader.width, (i + 1) * reader.width);
        logits.set(cooled(own.subarray(0, width), card.temperature), (start + i) * width);
        if (!known || !signs) continue;
        const image = images.subarray(i * bytes, (i + 1) * bytes);
        signs[start + i] = recognise(known, task, image, own).known;
      }
    },
  };
}

function featureColumns({ card, reader }: LoadedModel, count: number): Columns {
  const classes = card.task.classes.length;
  const width = reader.width - classes;
  const features = new Float32Array(count * width);
  return {
    width,
    files: [{ name: 'features.f32', values: features }],
    take(start, _images, values) {
      for (let i = 0; i * reader.width < values.length; i++) {
        const own = values.subarray(i * reader.width + classes, (i + 1) * reader.width);
        features.set(unitLength(own), (start + i) * width);
      }
    },
  };
}

/** Of length 1, so that products are cosines; all 0 where there is no length, or none that is finite. */
export function unitLength(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length > 0 && Number.isFinite(length)
    ? values.map((value) => value / length)
    : new Float32Array(values.length);
}
