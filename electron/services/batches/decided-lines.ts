import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { BatchId } from '../../../shared/contract/schemas/batch.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { ReaderGain } from '../../../shared/contract/schemas/reader-gain.ts';
import { wishOf } from '../../../shared/forms/field-reading.ts';
import { isHeldOut } from '../../../shared/forms/known-text.ts';
import { pairedReading, type ReadTwice } from '../../../shared/forms/paired-reading.ts';
import { MARKS } from '../../../shared/lines/marks.ts';
import { kindOf, saysTheSame } from '../../../shared/reading/kinds.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { FieldReader } from '../forms/page-reader.ts';
import type { BatchStore } from './batch-store.ts';
import { knownFields, lineOf, type KnownField } from './known-samples.ts';

/** What fields are written in. */
const SIGNS = [...DIGITS.classes, ...MARKS];

/** Fields that are read together, so that a large batch takes no memory. */
const TOGETHER = 50;

/**
 * Has two models read the decided fields of a batch anew, from the pictures that are kept of them, and compares both with what a person said. Fields
 * of which a person cannot say the text, and empty ones, are left out. Throws `batch-not-found`, `cancelled`, and what the reader of lines throws.
 */
export async function readerGain(
  store: BatchStore,
  read: FieldReader,
  id: BatchId,
  { before, after }: { readonly before: ModelRef; readonly after: ModelRef },
  signal?: CancelSignal,
): Promise<ReaderGain> {
  const { record } = await store.find(id);
  const wishes = new Map(record.form.fields.map((field) => [field.id, wishOf(field)]));
  const kinds = new Map([...wishes].flatMap(([field, wish]) => (wish ? [[field, kindOf(SIGNS, wish)] as const] : [])));
  const fields: ReadTwice[] = [];
  const readBoth = async (some: readonly KnownField[]): Promise<void> => {
    if (signal) refuseIfAborted(signal);
    const lines = some.map((field) => {
      const [wish, found] = [wishes.get(field.field), lineOf(field)];
      return wish && found ? { found, wish } : null;
    });
    const asked = lines.filter((line) => line !== null);
    const answers = [await read(asked, before, signal), await read(asked, after, signal)] as const;
    let next = 0;
    some.forEach(({ page, field, text: truth }, i) => {
      // Where no writing was found, neither has read anything.
      const texts = lines[i] ? answers.map((readings) => readings[next]!.text) : ['', ''];
      if (lines[i]) next++;
      // An amount or a day may be written otherwise than it was typed.
      const [first, second] = texts.map((text) => (saysTheSame(kinds.get(field)!, text, truth) ? truth : text));
      fields.push({ page, truth, before: first!, after: second! });
    });
  };
  let waiting: KnownField[] = [];
  for await (const field of knownFields(store, id, 'decided')) {
    waiting.push(field);
    if (waiting.length < TOGETHER) continue;
    await readBoth(waiting);
    waiting = [];
  }
  if (waiting.length > 0) await readBoth(waiting);
  return {
    heldOut: pairedReading(fields.filter(({ page }) => isHeldOut(page))),
    learnt: pairedReading(fields.filter(({ page }) => !isHeldOut(page))),
  };
}
