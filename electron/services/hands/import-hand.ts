import { AppError } from '../../../shared/contract/errors.ts';
import { newSampleSchema, type HandId, type HandInfo, type NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import type { Hands } from './hands.ts';

export interface HandImport {
  /** A file, a folder or an archive, and what its user calls it. */
  readonly path: string;
  readonly file: string;
  /** Null: a new one of this name. */
  readonly hand: HandId | null;
  readonly name: string;
}

export interface HandImported {
  readonly hand: HandInfo;
  readonly added: number;
  readonly newClasses: string[];
  readonly skipped: number;
}

/**
 * Reads labelled pen strokes into a hand, as a sitting of its own: all or none. The file is read by the reader process, which may die
 * of it alone. Throws what `drawings.read` throws, what the reader link throws, and what `Hands.create` and `Hands.add` throw.
 */
export async function importHand(
  hands: Hands,
  reader: Pick<ReaderLink, 'call'>,
  { path, file, hand, name }: HandImport,
): Promise<HandImported> {
  const known = hand === null ? null : (await hands.get(hand)).hand;
  const { lines, skipped } = await reader.call('drawings.read', { path, name: file });
  const drawings = drawingsOf(lines);
  const labels = inOrder([...new Set(drawings.map(({ label }) => label))]);
  const own = known ?? (await hands.create(name, labels));
  const newClasses = labels.filter((label) => !own.classes.includes(label));
  try {
    const added = await hands.add(own.id, { sitting: null, source: 'import', drawings, newClasses });
    return { hand: added.hand, added: drawings.length, newClasses: known ? newClasses : labels, skipped };
  } catch (error) {
    // Nobody wants the hand that was made for them.
    if (!known) await hands.discard(own.id);
    throw error;
  }
}

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
