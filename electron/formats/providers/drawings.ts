import { AppError } from '../../../shared/contract/errors.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { extentOf, type Extent } from '../../../shared/ink/fit.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import { extentAround, sheetAround } from '../../../shared/ink/sheet-around.ts';
import { baseName, partOf, splitOf } from '../file-names.ts';
import type { FoundSet, Provider, SampleOptions, Samples, SplitName } from '../found-set.ts';
import { imageOf, labelledDrawing, type LabelledDrawing } from '../labelled-drawings.ts';
import { linesOf } from '../tree/lines.ts';
import { readWhole } from '../tree/entry.ts';
import { contentOf } from '../tree/gzip.ts';
import type { SourceFile } from '../tree/open-tree.ts';
import { decodeText } from '../tree/text.ts';
import { unipenDrawings } from '../unipen.ts';

const BATCH = 256;
/** A JSON file is taken apart in memory: 512 MiB. */
const MOST_BYTES = 536_870_912;

/** Pen strokes with labels: our own JSON, Quick Draw's lines, UNIPEN. Each drawing becomes an image as on the pad. */
export const drawings: Provider = {
  id: 'drawings',
  async look(_, free) {
    const files = free.filter(({ kind }) => kind === 'json' || kind === 'json-lines' || kind === 'unipen');
    const usable: SourceFile[] = [];
    let fault: AppError | null = null;
    for (const file of files) {
      const first = await firstDrawing(file);
      if (first === 'drawing') usable.push(file);
      else fault ??= first;
    }
    const sets = usable.length > 0 ? [toSet(usable)] : [];
    return { sets, skipped: [], claimed: usable.map(({ path }) => path), fault };
  },
};

/** Whether a file's first item is a drawing with its label; an error says why not. */
async function firstDrawing(file: SourceFile): Promise<'drawing' | AppError> {
  try {
    for await (const _ of drawingsOf(file)) return 'drawing';
    return new AppError('images-missing', { file: baseName(file.path) });
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const toSet = (files: readonly SourceFile[]): FoundSet => ({
  name: 'drawings',
  files: files.map(({ path }) => path),
  count: null,
  naming: null,
  notes: [],
  pictures: false,
  drawn: true,
  shape: 'drawings',
  samples: (options) => samples(files, options),
});

async function* samples(files: readonly SourceFile[], { onSkipped, framing }: SampleOptions): AsyncGenerator<Samples> {
  const frame = { ...MNIST_FRAME, framing };
  const { height, width } = frame;
  const sheet = framing === 'as-written' ? await commonSheet(files, frame) : null;
  for (const file of files) {
    const split = partOf(splitOf(file.path));
    let [images, labels, record]: [Uint8Array[], string[], number] = [[], [], 0];
    const batch = (): Samples => ({
      size: { height, width },
      images: Buffer.concat(images),
      labels,
      split: split satisfies SplitName | null,
    });
    for await (const drawing of drawingsOf(file)) {
      record++;
      const image = draw(drawing, file, record, frame, sheet);
      if (!image) {
        onSkipped({ file: `${file.path}#${record}`, reason: 'no-ink' });
        continue;
      }
      images.push(image);
      labels.push(drawing.label);
      if (labels.length < BATCH) continue;
      yield batch();
      [images, labels] = [[], []];
    }
    if (labels.length > 0) yield batch();
  }
}

/**
 * The sheet of all drawings that bring none, so that size and place are told apart alike in all files, those to train on and those
 * to test with. Null: each brings its own.
 */
async function commonSheet(files: readonly SourceFile[], frame: Frame): Promise<Extent | null> {
  let points: Extent | null = null;
  for (const file of files) {
    let record = 0;
    for await (const { strokes, sheet } of drawingsOf(file)) {
      record++;
      const own = sheet ? null : checked(file, record, () => extentOf(strokes));
      if (own) points = extentAround(points, own);
      // Of two drawings that can be drawn, the distance may still be no number.
      if (points && !Number.isFinite(points.width + points.height)) throw invalid(file, record);
    }
  }
  return points && sheetAround(points, frame);
}

const draw = (
  drawing: LabelledDrawing,
  file: SourceFile,
  record: number,
  frame: Frame,
  sheet: Extent | null,
): Uint8Array | null => checked(file, record, () => imageOf(drawing, frame, sheet));

/** What `work` on a drawing throws, becomes `record-invalid` {file, record}. */
function checked<T>(file: SourceFile, record: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw invalid(file, record, error);
  }
}

const invalid = (file: SourceFile, record: number, cause?: unknown): AppError =>
  new AppError('record-invalid', { file: baseName(file.path), record }, cause);

/** The labelled drawings of a file of strokes. Throws what `labelledDrawing` throws, with the number of the drawing, and `data-damaged` {file}. */
export async function* drawingsOf(file: SourceFile): AsyncGenerator<LabelledDrawing> {
  let record = 0;
  if (file.kind === 'unipen') {
    try {
      for await (const drawing of unipenDrawings(linesOf(file))) {
        record++;
        yield drawing;
      }
    } catch (error) {
      throw error instanceof RangeError ? invalid(file, record + 1, error) : error;
    }
    return;
  }
  for await (const item of file.kind === 'json' ? itemsOf(file) : parsedLines(file)) {
    record++;
    yield labelledDrawing(item, { file: baseName(file.path), drawing: record });
  }
}

async function* itemsOf(file: SourceFile): AsyncGenerator<unknown> {
  const bytes = await readWhole(contentOf(file), file.path, MOST_BYTES);
  const json = parse(decodeText(bytes));
  if (json === undefined) throw new AppError('data-damaged', { file: baseName(file.path) });
  yield* Array.isArray(json) ? json : [json];
}

async function* parsedLines(file: SourceFile): AsyncGenerator<unknown> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    if (text.trim() === '') continue;
    const item = parse(text);
    if (item === undefined) throw invalid(file, line);
    yield item;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
