import { promises as fs } from 'node:fs';
import path from 'node:path';
import { readPng } from '../read-png.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import { parseIdxImages } from '../../../shared/data/idx.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import { isDigits } from '../../../shared/task/digits.ts';
import { IMAGE_BYTES } from '../../../shared/ink/types.ts';
import { storageError } from '../../files/atomic-write.ts';
import type { Services } from '../../hosts/create-services.ts';
import { readIdxFile } from '../../services/datasets/idx-file.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { drawingsSchema } from '../drawings.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** Images a call: enough to keep both cores busy, few enough to stay far below the trainer's memory. */
const BATCH = 512;

export async function predict(services: Services, args: Arguments, output: Output): Promise<number> {
  const sources = ['image', 'strokes', 'idx'].filter((name) => args.value(name) !== undefined);
  if (sources.length !== 1) throw new UsageError('predict needs one of --image, --strokes, --idx');
  const { folder } = await chooseTrainedModel(services, args.value('model') ?? 'starter');
  const file = path.resolve(args.required(sources[0]!));
  const images = await readImages(sources[0]!, file);
  const items = [];
  for (let at = 0; at < images.length; at += BATCH * IMAGE_BYTES) {
    const batch = images.slice(at, at + BATCH * IMAGE_BYTES);
    items.push(...(await services.models.predictFolder(folder, batch)).items);
  }
  const { task } = await services.models.card(folder);
  output.line({ type: 'result', items: items.map((item) => (isDigits(task) ? { ...item, digit: item.index } : item)) });
  for (const item of items) output.say(wordsFor(item, isDigits(task) ? 'digit' : 'sign'));
  return 0;
}

/** A line for a person: what is read, or that nothing is and what would be if something were. */
function wordsFor({ index, label, probabilities, outsider }: Prediction, sign: string): string {
  const read = `${label}  ${percent(probabilities[index] ?? 0, 1)}`;
  if (outsider === null) return read;
  return `?  ${outsider === 'several' ? `more than one ${sign}?` : `not a ${sign}`} (would be ${read})`;
}

/** The images of a file, n x 784 bytes. */
async function readImages(kind: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  if (kind === 'idx')
    return new Uint8Array(parseIdxImages((await readIdxFile(file)).bytes, path.basename(file)).images);
  const bytes = await fs.readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new AppError('not-found', { path: file }, error) : storageError(error, file);
  });
  return kind === 'image' ? readPng(bytes, file) : readDrawings(bytes.toString('utf8'), file);
}

function readDrawings(text: string, file: string): Uint8Array<ArrayBuffer> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('file-torn', { path: file }, error);
  }
  const parsed = drawingsSchema.safeParse(json);
  if (!parsed.success) {
    const [drawing, stroke = 0, point = 0] = parsed.error.issues[0]?.path ?? [];
    throw new AppError('drawing-invalid', {
      drawing: Number(drawing ?? 0),
      stroke: Number(stroke),
      point: Number(point),
    });
  }
  const images = new Uint8Array(parsed.data.length * IMAGE_BYTES);
  parsed.data.forEach((drawing, i) => images.set(rasterize(drawing), i * IMAGE_BYTES));
  return images;
}
