import { FORM_LIMITS } from '../../../shared/contract/schemas/form.ts';
import type { FieldBox, Form, FormField } from '../../../shared/contract/schemas/form.ts';
import { codeLengths } from '../../stores/read-wish.ts';

/** The smallest box that the contract takes, in pixels of the scan. */
const LEAST = 4;
/** A code is as long as a postal code at first. */
const CODE_LENGTH = 6;

type Size = Form['size'];

/** A box within the page, of whole pixels. */
export function within({ x, y, width, height }: FieldBox, size: Size): FieldBox {
  const wide = Math.round(Math.min(size.width, Math.max(LEAST, width)));
  const high = Math.round(Math.min(size.height, Math.max(LEAST, height)));
  const placed = (at: number, most: number): number => Math.round(Math.min(most, Math.max(0, at)));
  return { x: placed(x, size.width - wide), y: placed(y, size.height - high), width: wide, height: high };
}

/** The box between two corners. */
export function boxBetween(a: readonly [number, number], b: readonly [number, number], size: Size): FieldBox {
  const clamped = ([x, y]: readonly [number, number]) =>
    [Math.min(size.width, Math.max(0, x)), Math.min(size.height, Math.max(0, y))] as const;
  const [[x1, y1], [x2, y2]] = [clamped(a), clamped(b)];
  const box = { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) };
  return within(box, size);
}

/** A field in the place of the one of the same id. */
export const withField = (fields: readonly FormField[], field: FormField): FormField[] =>
  fields.map((one) => (one.id === field.id ? field : one));

/** A field's id that none has yet: a table finds its cells by it. */
function freeId(fields: readonly FormField[]): string {
  const taken = new Set(fields.map(({ id }) => id));
  let n = fields.length + 1;
  while (taken.has(`f${n}`)) n++;
  return `f${n}`;
}

/** A new field in a box, of the kind of `like`. */
export function newField(fields: readonly FormField[], box: FieldBox, name: string, like: FormField | null): FormField {
  const { kind, length, check, order } = like ?? { kind: 'line', length: null, check: 'none', order: null };
  return { id: freeId(fields), name, kind, length, check, order, box };
}

/** Where a field goes that nobody has drawn: below another one, as large, or else in the middle. */
export function boxBeside(other: FormField | null, { width, height }: Size): FieldBox {
  if (other === null)
    return within({ x: width * 0.35, y: height * 0.45, width: width * 0.3, height: height * 0.04 }, { width, height });
  const { box } = other;
  return within({ ...box, y: box.y + box.height * 1.4 }, { width, height });
}

/** A field with something changed, so that kind, length and check digit go together. */
export function patched(field: FormField, patch: Partial<Omit<FormField, 'id'>>): FormField {
  const next = { ...field, ...patch };
  if (next.kind !== 'code')
    return { ...next, length: null, check: 'none', order: next.kind === 'date' ? next.order : null };
  const lengths = codeLengths(next.check);
  const length = next.length ?? CODE_LENGTH;
  // Of a length that has no such check digit the one goes that was not just chosen.
  if (lengths.includes(length)) return { ...next, length, order: null };
  if (patch.length !== undefined) return { ...next, length, check: 'none', order: null };
  return { ...next, length: lengths.find((one) => one >= length) ?? lengths.at(-1)!, order: null };
}

export const canAdd = (fields: readonly FormField[]): boolean => fields.length < FORM_LIMITS.fields;
