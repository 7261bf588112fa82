import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { ReaderGain } from '../../../shared/contract/schemas/reader-gain.ts';
import type { FoundLine, ReadingWish } from '../../../shared/contract/schemas/reading.ts';
import { pairedReading, type ReadTwice } from '../../../shared/forms/paired-reading.ts';
import { MARKS } from '../../../shared/lines/marks.ts';
import { kindOf, saysTheSame } from '../../../shared/reading/kinds.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import type { FieldReader } from '../forms/page-reader.ts';

/** What is written. */
const SIGNS = [...DIGITS.classes, ...MARKS];

/** Lines that are read together, so that many of them take no memory. */
const TOGETHER = 50;

/** A line whose right text is known. `found`: null where no writing is found, so that no reader has read anything. */
export interface LineWithText {
  /** Which page it stands on. */
  readonly page: number;
  /** Whether that page was kept from learning. */
  readonly heldOut: boolean;
  readonly text: string;
  readonly found: FoundLine | null;
  readonly wish: ReadingWish;
}

/** Has two models read such lines anew, and compares both with what stands there. Throws `cancelled`, and what the reader of lines throws. */
export async function readerGain(
  read: FieldReader,
  lines: AsyncIterable<LineWithText> | Iterable<LineWithText>,
  { before, after }: { readonly before: ModelRef; readonly after: ModelRef },
  signal?: CancelSignal,
): Promise<ReaderGain> {
  const parts: Record<keyof ReaderGain, ReadTwice[]> = { heldOut: [], learnt: [] };
  const readBoth = async (some: readonly LineWithText[]): Promise<void> => {
    if (signal) refuseIfAborted(signal);
    const asked = some.flatMap(({ found, wish }) => (found ? [{ found, wish }] : []));
    const answers = [await read(asked, before, signal), await read(asked, after, signal)] as const;
    let next = 0;
    for (const { page, heldOut, text: truth, found, wish } of some) {
      const texts = found ? answers.map((readings) => readings[next]!.text) : ['', ''];
      if (found) next++;
      // An amount or a day may be written otherwise than it was typed.
      const kind = kindOf(SIGNS, wish);
      const [first, second] = texts.map((text) => (saysTheSame(kind, text, truth) ? truth : text));
      parts[heldOut ? 'heldOut' : 'learnt'].push({ page, truth, before: first!, after: second! });
    }
  };
  let waiting: LineWithText[] = [];
  for await (const line of lines) {
    waiting.push(line);
    if (waiting.length < TOGETHER) continue;
    await readBoth(waiting);
    waiting = [];
  }
  if (waiting.length > 0) await readBoth(waiting);
  return { heldOut: pairedReading(parts.heldOut), learnt: pairedReading(parts.learnt) };
}
