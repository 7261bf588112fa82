import path from 'node:path';
import { fromErrorData } from '../../../shared/contract/errors.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import { frameBytes, frameOf } from '../../../shared/ink/frame.ts';
import { isDigits } from '../../../shared/task/digits.ts';
import { errorWords } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import { systemLanguage } from '../../hosts/node-environment.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { percent, type Output } from '../output.ts';
import { imagesOf, readIdx, readPictures, readStrokes, type Source } from '../predict/readable.ts';
import { UsageError } from '../usage.ts';

/** Images a call: enough to keep both cores busy, few enough to stay far below the trainer's memory. */
const BATCH = 512;

/**
 * Reads pictures, drawings or images. Of several, those that cannot be read are told in their places, and the others are read;
 * where nothing can be, the first error ends the command.
 */
export async function predict(services: Services, args: Arguments, output: Output): Promise<number> {
  const sources = ['image', 'strokes', 'idx'].filter((name) => args.value(name) !== undefined);
  const [kind] = sources;
  if (kind === undefined || sources.length > 1) throw new UsageError('predict needs one of --image, --strokes, --idx');
  if (kind !== 'image' && args.rest.length > 0) throw new UsageError(`predict --${kind} takes one file`);
  const { folder } = await chooseTrainedModel(services, args.value('model') ?? 'starter');
  const { task, framing } = await services.models.card(folder);
  const frame = frameOf({ task, framing });
  const files = kind === 'image' ? [...args.values('image'), ...args.rest] : [args.required(kind)];
  const source = await (kind === 'image'
    ? readPictures(services, files, frame)
    : kind === 'idx'
      ? readIdx(files[0]!, frame)
      : readStrokes(files[0]!, frame));
  const failed = source.items.find((item) => 'error' in item);
  if (failed && source.items.every((item) => 'error' in item)) throw fromErrorData(failed.error);
  const read = await predictAll(services, folder, imagesOf(source.items, frame), frameBytes(frame));
  const names = kind === 'image' && files.length > 1 ? files.map((file) => path.basename(file)) : null;
  report(source, read, names, isDigits(task), output);
  return 0;
}

async function predictAll(
  services: Services,
  folder: string,
  images: Uint8Array<ArrayBuffer>,
  bytes: number,
): Promise<Prediction[]> {
  const read: Prediction[] = [];
  for (let at = 0; at < images.length; at += BATCH * bytes) {
    read.push(...(await services.models.predictFolder(folder, images.slice(at, at + BATCH * bytes))).items);
  }
  return read;
}

function report(source: Source, read: Prediction[], names: string[] | null, digits: boolean, output: Output): void {
  const language = systemLanguage(process.env);
  const next = read[Symbol.iterator]();
  const items = source.items.map((item, i) => {
    const file = names ? { file: names[i] } : {};
    if ('error' in item) {
      output.note(errorWords(item.error, language));
      return { ...file, error: { code: item.error.code, params: item.error.params } };
    }
    const prediction = next.next().value as Prediction;
    output.say(`${names ? `${names[i]}  ` : ''}${wordsFor(prediction, digits ? 'digit' : 'sign')}`);
    return { ...file, ...prediction, ...(digits ? { digit: prediction.index } : {}) };
  });
  for (const { code } of source.warnings) output.note(WARNINGS[code]);
  output.line({ type: 'result', items, ...(source.warnings.length > 0 ? { warnings: source.warnings } : {}) });
}

/** A line for a person: what is read, or that nothing is and what would be if something were. */
function wordsFor({ index, label, probabilities, outsider }: Prediction, sign: string): string {
  const read = `${label}  ${percent(probabilities[index] ?? 0, 1)}`;
  if (outsider === null) return read;
  return `?  ${outsider === 'several' ? `more than one ${sign}?` : `not a ${sign}`} (would be ${read})`;
}

const WARNINGS: Readonly<Record<Source['warnings'][number]['code'], string>> = {
  'values-0-1': 'The values are 0 to 1, not 0 to 255; they were scaled up.',
  'values-low': 'The values use only a few of their bits; they were scaled up.',
  inverted: 'The ink is dark on light paper; it was turned round.',
};
