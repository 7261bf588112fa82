import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../electron/formats/event-file/crc32c.ts';
import { eventFile, type ScalarEvent } from '../../electron/formats/event-file/event-file.ts';
import { readEvents, readRecords } from '../fixtures/read-events.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('CRC-32C', () => {
  it('is that of RFC 3720, appendix B.4, and of the usual check', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  });

  it('is masked as TFRecord wants it', () => {
    // Every event file that TensorFlow writes begins so: a first record of 24 bytes.
    expect(maskedCrc32c(Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0))).toBe(0x224b7fa3);
  });
});

describe('an event file', () => {
  it('begins with its version and holds each number, read by a reader of its own', () => {
    const events: ScalarEvent[] = [
      { time: 1_700_000_000_250, step: 1, values: { batch_loss: 2.5, 'test_accuracy/手写': 0.5 } },
      { time: 1_700_000_001_000, step: 3_000_000_000, values: { batch_loss: NaN } },
    ];
    const [version, ...others] = readEvents(eventFile(events));
    expect(version).toEqual({ wallTime: 1_700_000_000.25, step: 0n, version: 'brain.Event:2', values: {} });
    expect(others).toEqual([
      { wallTime: 1_700_000_000.25, step: 1n, version: null, values: { batch_loss: 2.5, 'test_accuracy/手写': 0.5 } },
      { wallTime: 1_700_000_001, step: 3_000_000_000n, version: null, values: { batch_loss: NaN } },
    ]);
  });

  it('gives back whatever is written, and shows a byte that was changed', () => {
    const event = fc.record({
      time: fc.integer({ min: 0, max: 4e12 }),
      step: fc.maxSafeNat(),
      values: fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.float({ noNaN: true }), { maxKeys: 5 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.nat(), (events, place) => {
        const file = eventFile(events);
        const read = readEvents(file).slice(1);
        expect(read.map(({ step, values }) => ({ step, values: { ...values } }))).toEqual(
          events.map(({ step, values }) => ({ step: BigInt(step), values: { ...values } })),
        );
        const changed = Uint8Array.from(file);
        changed[place % file.length]! ^= 0x10;
        expect(() => readRecords(changed)).toThrow();
      }),
      { numRuns: 60 },
    );
  });
});
