import { describe, expect, it } from 'vitest';
import type { CutField } from '../../shared/contract/reader.ts';
import { FIELD_LIMITS, fieldReadingSchema } from '../../shared/contract/schemas/batch.ts';
import type { LineReading } from '../../shared/contract/schemas/reading.ts';
import { fieldReading } from '../../shared/forms/field-reading.ts';
import { someForm } from '../fixtures/form-calls.ts';

const [code, amount, mark] = someForm.fields;
const ink = new Uint8Array(200);
const cut: CutField = { field: 'f1', width: 20, height: 10, look: ink, ink, inked: 0.1, placed: 1, line: null };

const line = (text: string, changes: Partial<LineReading> = {}): LineReading => ({
  ...{ text, confidence: 0.999, sure: true, value: null, alternatives: [], classic: null },
  quad: [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ],
  symbols: [...text].map((label) => ({
    ...{ label, box: { x: 0, y: 0, width: 1, height: 1 }, confidence: 0.9, candidates: [], empty: false },
    quad: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  })),
  ...changes,
});

describe('what a field holds', () => {
  it('is sure where its line is, and the form was well found around it', () => {
    expect(fieldReading(code!, cut, line('30115'), 0.9)).toMatchObject({ text: '30115', value: '30115', sure: true });
    expect(fieldReading(code!, cut, line('30115'), 0.4).sure).toBe(false);
    expect(fieldReading(code!, { ...cut, placed: 0.3 }, line('30115'), 0.9).sure).toBe(false);
    // An amount that comes to nothing stands in no table.
    expect(fieldReading(amount!, cut, line('1.50'), 0.9)).toMatchObject({ value: null, sure: false });
    expect(fieldReading(amount!, cut, line('1.5', { value: '1.50' }), 0.9)).toMatchObject({
      value: '1.50',
      sure: true,
    });
  });

  it('is surely nothing where there is no ink, and surely a tick or none where there is much or hardly any', () => {
    expect(fieldReading(code!, { ...cut, inked: 0.001 }, null, 0.9)).toMatchObject({
      text: '',
      value: null,
      sure: true,
    });
    expect(fieldReading(code!, cut, null, 0.9)).toMatchObject({ text: '', confidence: 0, sure: false });
    const ticks = [0.001, 0.02, 0.04, 0.2].map((inked) => fieldReading(mark!, { ...cut, inked }, null, 0.9));
    expect(ticks.map(({ value, sure }) => [value, sure])).toEqual([
      ['no', true],
      ['no', false],
      ['yes', false],
      ['yes', true],
    ]);
  });

  it('is for a person to look at, and can be kept, where a pattern was read as hundreds of signs', () => {
    const most = '7'.repeat(FIELD_LIMITS.signs);
    const fits = fieldReading(code!, cut, line(most), 0.9);
    expect(fieldReadingSchema.parse(fits).text).toBe(most);
    const long = line('é', { text: '1'.repeat(FIELD_LIMITS.text + 1) });
    for (const pattern of [line(`${most}7`), long]) {
      const read = fieldReading(code!, cut, pattern, 0.9);
      expect(fieldReadingSchema.parse(read)).toMatchObject({ text: '', symbols: [], sure: false, crop: { width: 20 } });
    }
  });
});
