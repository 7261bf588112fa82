import { AppError } from '../../shared/contract/errors.ts';
import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import { HAND_LIMITS, newSampleSchema, pointsOf } from '../../shared/contract/schemas/hand.ts';
import { baseName } from '../formats/file-names.ts';
import type { LabelledDrawing } from '../formats/labelled-drawings.ts';
import { drawingsOf } from '../formats/providers/drawings.ts';
import { openTree, type SourceFile } from '../formats/tree/open-tree.ts';
import type { Kind } from '../formats/tree/sniff.ts';
import { telling, type Progress } from './telling.ts';

const STROKES: ReadonlySet<Kind> = new Set<Kind>(['json', 'json-lines', 'unipen']);
const IMAGES: ReadonlySet<Kind> = new Set<Kind>(['picture', 'idx', 'npy', 'parquet']);

/** `drawings.read`: see shared/contract/reader.ts. */
export const readDrawings = (
  request: ParsedInput<ReaderCalls, 'drawings.read'>,
  tell: (progress: Progress) => void,
): Promise<CallOutput<ReaderCalls, 'drawings.read'>> => telling(tell, (onProgress) => read(request, onProgress));

async function read(
  { path, name }: ParsedInput<ReaderCalls, 'drawings.read'>,
  onProgress: (progress: Progress) => void,
): Promise<CallOutput<ReaderCalls, 'drawings.read'>> {
  const tree = await openTree(path);
  try {
    // JSON beside images says something of these.
    const hasImages = tree.files.some(({ kind }) => IMAGES.has(kind));
    const files = tree.files.filter(({ kind }) => !hasImages && STROKES.has(kind));
    if (files.length === 0)
      throw tree.files.find(({ fault }) => fault)?.fault ?? new AppError('strokes-none', { file: name });
    const lines: string[] = [];
    let skipped = 0;
    for (const file of files) {
      let record = 0;
      for await (const drawing of drawingsOf(file)) {
        record++;
        const line = lineOf(drawing, file, record);
        if (line === null) skipped++;
        else if (lines.push(line) > HAND_LIMITS.drawings)
          throw new AppError('hand-full', { most: HAND_LIMITS.drawings });
        onProgress({ done: lines.length + skipped, total: null });
      }
    }
    if (lines.length === 0) throw new AppError('strokes-none', { file: name });
    return { lines: new TextEncoder().encode(lines.join('\n')), count: lines.length, skipped };
  } finally {
    await tree.close();
  }
}

/** Null: there is no ink in it. Throws `record-invalid` {file, record}. */
function lineOf({ label, strokes, times, sheet }: LabelledDrawing, file: SourceFile, record: number): string | null {
  if (pointsOf(strokes) === 0) return null;
  const timed = strokes
    .map((stroke, s) => stroke.map(([x, y], p) => (times ? [x, y, times[s]![p]!] : [x, y])))
    .filter((stroke) => stroke.length > 0);
  const parsed = newSampleSchema.safeParse({ label, strokes: timed, sheet });
  if (!parsed.success) throw new AppError('record-invalid', { file: baseName(file.path), record }, parsed.error);
  return JSON.stringify(parsed.data);
}
