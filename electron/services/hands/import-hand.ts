import { AppError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { newSampleSchema, type HandId, type NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { Mend } from '../../../shared/contract/schemas/import.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import type { Importer } from '../datasets/import/importer.ts';
import type { Hands } from './hands.ts';
import { readImages, type ReadImages } from './import-images.ts';
import { keepDrawings, type KeptDrawings } from './keep-drawings.ts';

export interface HandImport {
  /** A file, a folder or an archive, and what its user calls it. */
  readonly path: string;
  readonly file: string;
  /** Null: a new one of this name. */
  readonly hand: HandId | null;
  readonly name: string;
  /** What all of its pictures show, whatever their names and folders say. */
  readonly sign?: string | undefined;
}

export interface HandImported extends KeptDrawings {
  readonly skipped: number;
  /** What looked wrong with images and was put right. */
  readonly mends: readonly Mend[];
}

export interface HandImportSources {
  readonly reader: Pick<ReaderLink, 'call'>;
  readonly imports: Pick<Importer, 'samplesOf'>;
}

/**
 * Reads labelled pen strokes, or else labelled images, or else pictures of one sign, into a hand, as a sitting of its own: all or none.
 * The file is read by the reader process, which may die of it alone. Throws what `drawings.read` and `readImages` throw, what the reader
 * link throws, and what `Hands.get` and `keepDrawings` throw.
 */
export async function importHand(hands: Hands, sources: HandImportSources, wish: HandImport): Promise<HandImported> {
  const known = wish.hand === null ? null : (await hands.get(wish.hand)).hand;
  const { drawings, skipped, mends } = await readAll(sources, wish, known?.frame ?? MNIST_FRAME);
  const classes = inOrder([...new Set(drawings.map(({ label }) => label))]);
  const kept = await keepDrawings(hands, { known, name: wish.name, classes, source: 'import', drawings });
  return { ...kept, skipped, mends };
}

/** Strokes where there are some, else images. What is neither is told as a file without drawings. */
async function readAll(
  { reader, imports }: HandImportSources,
  { path, file, sign }: HandImport,
  frame: Frame,
): Promise<ReadImages> {
  if (sign !== undefined) return readImages(imports, path, frame, sign);
  try {
    const { lines, skipped } = await reader.call('drawings.read', { path, name: file });
    return { drawings: drawingsOf(lines), skipped, mends: [] };
  } catch (error) {
    if (!hasCode(error, 'strokes-none')) throw error;
    return readImages(imports, path, frame).catch((other: unknown) => {
      throw hasCode(other, 'data-not-understood') || hasCode(other, 'data-empty') ? error : other;
    });
  }
}

const hasCode = (error: unknown, code: ErrorCode): boolean => error instanceof AppError && error.code === code;

/** The reader has checked each line; a process that may die of a file is not believed all the same. */
function drawingsOf(lines: Uint8Array): NewSample[] {
  return new TextDecoder()
    .decode(lines)
    .split('\n')
    .map((line) => {
      const parsed = newSampleSchema.safeParse(JSON.parse(line));
      if (!parsed.success) throw new AppError('reader-crashed', {}, parsed.error);
      return parsed.data;
    });
}

/** Numbers by their value, else in the order of the file. */
const inOrder = (labels: string[]): string[] =>
  labels.every((label) => /^\d+$/.test(label)) ? labels.sort((a, b) => Number(a) - Number(b)) : labels;
