import type { Decision, FieldReading } from '../contract/schemas/batch.ts';
import { dateOrderSchema } from '../contract/schemas/reading.ts';
import type { FormField } from '../contract/schemas/form.ts';
import { amountOf } from '../reading/amounts.ts';
import { onlyDay } from '../reading/kinds.ts';

/**
 * What a cell of the table rests on: `sure`: it was read so and needs nobody; `reviewed`: a person said so; `open`: it is not sure, and nobody
 * has looked; `empty`: nothing stands there; `unreadable`: a person cannot read it; `failed`: nothing was read of its page.
 */
export const CELL_STATUS = ['sure', 'reviewed', 'open', 'empty', 'unreadable', 'failed'] as const;
export type CellStatus = (typeof CELL_STATUS)[number];

/** A field of a page in the table. */
export interface Cell {
  /** What stands there, as FieldReading.value; null: nothing, or nothing that may stand in a table. */
  readonly value: string | null;
  readonly status: CellStatus;
  /** How sure the reading was; null: there is none, or a person has said what stands there. */
  readonly confidence: number | null;
  /** What was read; empty: nothing. */
  readonly read: string;
}

/** A field's cell. `reading`: null where nothing was read of the page; `decision`: undefined where there is none. */
export function cellOf(field: FormField, reading: FieldReading | null, decision: Decision | undefined): Cell {
  if (!reading) return { value: null, status: 'failed', confidence: null, read: '' };
  const read = reading.text;
  const decided = (value: string | null, status: CellStatus): Cell => ({ value, status, confidence: null, read });
  switch (decision?.kind) {
    case 'accepted':
      return isEmpty(field, reading) ? decided(null, 'empty') : decided(reading.value ?? read, 'reviewed');
    case 'text':
      return decided(valueOf(field, decision.text), 'reviewed');
    case 'empty':
      return decided(null, 'empty');
    case 'unreadable':
      return decided(null, 'unreadable');
    case undefined: {
      const { confidence, sure } = reading;
      if (!sure) return { value: null, status: 'open', confidence, read };
      return isEmpty(field, reading)
        ? { value: null, status: 'empty', confidence, read }
        : { value: reading.value, status: 'sure', confidence, read };
    }
  }
}

const isEmpty = ({ kind }: FormField, { text }: FieldReading): boolean => kind !== 'mark' && text === '';

/** What a text comes to that a person has typed: as it is where it comes to nothing. */
function valueOf({ kind, order }: FormField, text: string): string {
  if (kind === 'amount') return amountOf(text) ?? text;
  if (kind === 'date') return onlyDay(text, order === null ? dateOrderSchema.options : [order]) ?? text;
  return text;
}

/** An amount as a number, where it is one that a table's number holds to the last digit; else null. */
export function numberOf({ kind }: FormField, value: string | null): number | null {
  if (kind !== 'amount' || value === null || !/^\d{1,13}(\.\d{1,2})?$/.test(value)) return null;
  return Number(value);
}
