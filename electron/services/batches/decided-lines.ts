import type { BatchId } from '../../../shared/contract/schemas/batch.ts';
import { wishOf } from '../../../shared/forms/field-reading.ts';
import { isHeldOut } from '../../../shared/forms/known-text.ts';
import type { LineWithText } from '../readings/reader-gain.ts';
import type { BatchStore } from './batch-store.ts';
import { knownFields, lineOf } from './known-samples.ts';

/**
 * The decided fields of a batch as lines, from the pictures that are kept of them. Fields of which a person cannot say the text, and empty ones,
 * are left out. Throws `batch-not-found`.
 */
export async function* decidedLines(store: BatchStore, id: BatchId): AsyncGenerator<LineWithText> {
  const { record } = await store.find(id);
  const wishes = new Map(record.form.fields.map((field) => [field.id, wishOf(field)]));
  for await (const field of knownFields(store, id, 'decided')) {
    const { page, text } = field;
    const wish = wishes.get(field.field);
    if (wish) yield { page, text, wish, heldOut: isHeldOut(page), found: lineOf(field) };
  }
}
