import path from 'node:path';
import { fromErrorData } from '../../../shared/contract/errors.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import { frameBytes, frameOf } from '../../../shared/ink/frame.ts';
import { isDigits } from '../../../shared/task/digits.ts';
import { importWords } from '../../../shared/words/import-words.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import { systemLanguage } from '../../hosts/node-environment.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { percent, type Output } from '../output.ts';
import { readIdx } from '../predict/read-idx.ts';
import { imagesOf, readPictures, readStrokes, type Source } from '../predict/readable.ts';
import { UsageError } from '../usage.ts';

/** Images a call: enough to keep both cores busy, few enough to stay far below the trainer's memory. */
const BATCH = 512;

/**
 * Reads pictures, drawings or images. Of several, those that cannot be read are reported in their places, and the
 * others are read; if none can be read, the first error ends the command. The exit code is 1 if any could not be read.
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
  return failed ? 1 : 0;
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
      output.note(errorLines(item.error, language));
      return { ...file, error: { code: item.error.code, params: item.error.params } };
    }
    const prediction = next.next().value as Prediction;
    output.say(`${names ? `${names[i]}  ` : ''}${wordsFor(prediction, digits ? 'digit' : 'sign')}`);
    return { ...file, ...prediction, ...(digits ? { digit: prediction.index } : {}) };
  });
  const words = importWords(language);
  for (const warning of source.warnings) output.note(words.warning(warning, warning.on));
  const warnings = source.warnings.map(({ code, params, on }) => ({ code, ...params, mended: on }));
  output.line({ type: 'result', items, ...(warnings.length > 0 ? { warnings } : {}) });
}

/**
 * A line for a person: the class that was read, or that it is no sign of the task and which class would be the
 * likeliest.
 */
function wordsFor({ index, label, probabilities, outsider }: Prediction, sign: string): string {
  const read = `${label}  ${percent(probabilities[index] ?? 0, 1)}`;
  if (outsider === null) return read;
  return `?  ${outsider === 'several' ? `more than one ${sign}?` : `not a ${sign}`} (would be ${read})`;
}
