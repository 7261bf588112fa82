import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../electron/formats/event-file/crc32c.ts';
import { eventFile, type ScalarEvent } from '../../electron/formats/event-file/event-file.ts';
import { hyperparametersValue } from '../../electron/formats/event-file/hyperparameters.ts';
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

describe('what TensorBoard 2.21 writes for the same', () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  it('is the same file of numbers, byte for byte', () => {
    expect(hex(eventFile([{ time: 2250, step: 300, values: { batch_loss: 0.5, 手写: NaN } }]))).toBe(
      '1800000000000000a37f4b220900000000000002401a0d627261696e2e4576656e743a328c26a3d6' +
        '300000000000000095f5d05f09000000000000024010ac022a220a110a0a62617463685f6c6f7373150000003f' +
        '0a0d0a06e6898be58699150000c07fbb822848',
    );
  });

  it.each<[string, number | string | boolean, string]>([
    ['rate', 0.5, '4a2e0a2c0a0768706172616d7312211a1f0a110a0472617465120911000000000000e03f22016729000000000000f83f'],
    ['name', '手写', '4a2d0a2b0a0768706172616d7312201a1e0a100a046e616d6512081a06e6898be5869922016729000000000000f83f'],
    ['ema', true, '4a260a240a0768706172616d7312191a170a090a03656d611202200122016729000000000000f83f'],
    ['ema', false, '4a260a240a0768706172616d7312191a170a090a03656d611202200022016729000000000000f83f'],
  ])('is the same summary of the hyperparameter %s = %s, byte for byte', (name, value, metadata) => {
    const head = '0a1c5f68706172616d735f2f73657373696f6e5f73746172745f696e666f4206080112021200';
    expect(hex(hyperparametersValue({ [name]: value }, 'g', 1.5))).toBe(head + metadata);
  });
});
