import type { CutField } from '../contract/reader.ts';
import { FIELD_LIMITS, type FieldReading } from '../contract/schemas/batch.ts';
import type { FormField } from '../contract/schemas/form.ts';
import type { LineReading, ReadingWish } from '../contract/schemas/reading.ts';

/** A field is empty with no more of its box inked than this: dust, and what the print left. */
const EMPTY = 0.004;

/** A box is ticked from this share of ink on, and not below that. */
const TICKED = 0.05;
const UNTICKED = 0.012;

/** Where less of the form's print was found than this, on the page or around the field, nothing is sure: it may be cut beside its place. */
const FOUND_WELL = 0.5;
const FOUND_AROUND = 0.4;

/** What a mark comes to. */
export const [YES, NO] = ['yes', 'no'] as const;

/** What is to be read in a field; null: a mark, which is no writing. */
export const wishOf = ({ kind, length, check, order }: FormField): ReadingWish | null =>
  kind === 'mark' ? null : { kind, length, check, order };

/** What a field holds. `line`: what was read of its line; null where there is none, or it is a mark. `quality`: how well the form was found. */
export function fieldReading(field: FormField, cut: CutField, line: LineReading | null, quality: number): FieldReading {
  const nothing = { field: field.id, text: '', value: null, symbols: [], alternatives: [] };
  const crop = { width: cut.width, height: cut.height };
  const isPlaced = quality >= FOUND_WELL && cut.placed >= FOUND_AROUND;
  if (field.kind === 'mark') {
    const isTicked = cut.inked >= (TICKED + UNTICKED) / 2;
    const isClear = cut.inked >= TICKED || cut.inked <= UNTICKED;
    const value = isTicked ? YES : NO;
    return { ...nothing, text: value, value, confidence: isClear ? 0.99 : 0.6, sure: isClear && isPlaced, crop };
  }
  if (!line || isPattern(line) || (line.text === '' && cut.inked <= EMPTY)) {
    const isEmpty = cut.inked <= EMPTY;
    return { ...nothing, confidence: isEmpty ? 0.99 : 0, sure: isEmpty && isPlaced, crop };
  }
  return {
    field: field.id,
    text: line.text,
    value: line.value ?? (field.kind === 'line' || field.kind === 'code' ? line.text || null : null),
    confidence: line.confidence,
    // An amount or a day that comes to nothing cannot stand in a table.
    sure: line.sure && isPlaced && (line.value !== null || field.kind === 'line' || field.kind === 'code'),
    symbols: line.symbols.map(({ label, box, confidence, candidates, empty }) => {
      return { label, box, confidence, candidates, empty };
    }),
    alternatives: line.alternatives,
    crop,
  };
}

const isPattern = ({ text, symbols }: LineReading): boolean =>
  text.length > FIELD_LIMITS.text || symbols.length > FIELD_LIMITS.signs;
