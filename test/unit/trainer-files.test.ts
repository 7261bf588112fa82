import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import { decodeCheckpoint, encodeCheckpoint, type Position } from '../../electron/trainer/checkpoints/checkpoint.ts';
import { allFinite } from '../../electron/trainer/checkpoints/tensors.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { Meter } from '../../electron/trainer/fit/meter.ts';
import { roundToBfloat16 } from '../../electron/trainer/formats/bfloat16.ts';
import {
  DamagedFile,
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
} from '../../electron/trainer/formats/safetensors.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const whole = (pieces: readonly Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]));

const tensor = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, n) => product * n, 1);
  return fc.record({
    name: fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
    shape: fc.constant(shape),
    values: fc.float32Array({ minLength: size, maxLength: size }),
  });
});
const file = fc.record({
  tensors: fc.uniqueArray(tensor, { maxLength: 5, selector: ({ name }) => name }),
  metadata: fc.dictionary(fc.constantFrom('a', 'note', '名'), fc.string()),
});

describe('tensors', () => {
  it.each([NaN, Infinity, -Infinity])('are not all finite with one %s among them', (value) => {
    const shape = [4];
    // A view of the middle of a buffer: what lies around it does not count.
    const part = new Float32Array([value, 0, -0, 3.4e38, 1e-45, value]).subarray(1, 5);
    const finite = { name: 'a', shape, values: part };
    expect(allFinite([finite])).toBe(true);
    expect(allFinite([finite, { name: 'b', shape, values: new Float32Array([1, 2, 3, value]) }])).toBe(false);
  });
});

describe('safetensors', () => {
  it('come back as they went, bit for bit', () => {
    fc.assert(
      fc.property(file, ({ tensors, metadata }) => {
        const back = decodeSafetensors(whole(encodeSafetensors({ tensors, metadata })));
        expect(back.metadata).toMatchObject(metadata);
        expect(back.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
          tensors.map(({ name, shape }) => ({ name, shape })),
        );
        back.tensors.forEach(({ values }, i) => {
          expect(new Uint8Array(values.buffer)).toEqual(new Uint8Array(tensors[i]!.values.slice().buffer));
        });
      }),
    );
  });

  it('have the layout that other readers expect', () => {
    const bytes = whole(
      encodeSafetensors({ tensors: [{ name: 'w', shape: [2], values: Float32Array.of(1, -2) }], metadata: {} }),
    );
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header.w).toEqual({ dtype: 'F32', shape: [2], data_offsets: [0, 8] });
    expect(header.__metadata__.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((8 + length) % 8).toBe(0);
    expect([...new Float32Array(bytes.slice(8 + length).buffer)]).toEqual([1, -2]);
  });

  it('hold what was rounded to bfloat16 in half the space, as other readers expect it', () => {
    const exact = roundToBfloat16(Float32Array.of(1, -2, 0.1, 1e30, -0, Infinity, NaN, 3.4e38));
    expect([...exact.slice(0, 2)]).toEqual([1, -2]);
    expect(exact[2]).toBeCloseTo(0.1, 3);
    expect(Math.abs(exact[3]! / 1e30 - 1)).toBeLessThan(2 ** -8);
    // Halfway between two values: to the even one. Beyond the largest: infinite, as IEEE 754 has it.
    expect([...roundToBfloat16(Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8))]).toEqual([1, 1 + 2 ** -6]);
    expect([Object.is(exact[4], -0), exact[5], exact[6]]).toEqual([true, Infinity, NaN]);
    expect(roundToBfloat16(exact)).toEqual(exact);
    const both = [
      { name: 'half', shape: [2, 4], values: exact, dtype: 'BF16' as const },
      { name: 'whole', shape: [1], values: Float32Array.of(0.1) },
    ];
    const bytes = whole(encodeSafetensors({ tensors: both, metadata: {} }));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header.half).toEqual({ dtype: 'BF16', shape: [2, 4], data_offsets: [0, 16] });
    expect([...bytes.subarray(8 + length, 12 + length)]).toEqual([0x80, 0x3f, 0, 0xc0]);
    expect(decodeSafetensors(bytes).tensors).toEqual(both);
  });

  it('cut anywhere, or with any byte of the values changed, are damaged', () => {
    const some: NamedTensor[] = [{ name: 'w', shape: [3, 4], values: new Float32Array(12).fill(0.5) }];
    const bytes = whole(encodeSafetensors({ tensors: some, metadata: {} }));
    const start = bytes.length - 48;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => decodeSafetensors(bytes.slice(0, length))).toThrow(DamagedFile);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: start, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice();
        changed[at]! ^= flip;
        expect(() => decodeSafetensors(changed)).toThrow(DamagedFile);
      }),
    );
  });

  it('are not written with two of one name, which no reader could tell apart', () => {
    const one: NamedTensor = { name: 'w', shape: [1], values: Float32Array.of(1) };
    expect(() => encodeSafetensors({ tensors: [one, { ...one }], metadata: {} })).toThrow('w');
    expect(() => encodeSafetensors({ tensors: [{ ...one, name: '__metadata__' }], metadata: {} })).toThrow(
      '__metadata__',
    );
  });

  it('garbage is damaged, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodeSafetensors(bytes)).toThrow(DamagedFile);
      }),
    );
  });

  it('a view of a larger buffer is read from its own beginning', () => {
    const bytes = whole(
      encodeSafetensors({ tensors: [{ name: 'w', shape: [1], values: Float32Array.of(7) }], metadata: {} }),
    );
    const inside = Buffer.concat([Buffer.alloc(5), bytes]).subarray(5);
    expect([...decodeSafetensors(inside).tensors[0]!.values]).toEqual([7]);
  });
});

const position = (step: number, bestStep?: number): Position => ({
  step,
  epoch: 0,
  patientSince: 0,
  stepInEpoch: step,
  epochLoss: 0.1 + 0.2,
  epochCorrect: 1,
  epochImages: 2,
  epochSeconds: 0,
  best: bestStep === undefined ? null : { epoch: 1, step: bestStep, validation: { loss: 1, accuracy: 0.5 } },
  seconds: 0,
  countedImages: 0,
  countedSeconds: 0,
  skipped: 0,
  plateau: { factor: 1, best: null, waited: 0 },
  stoppedEarly: false,
});
const tensors: NamedTensor[] = [{ name: 'w', shape: [1], values: Float32Array.of(1) }];

describe('checkpoints', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let checkpoints: CheckpointFolder;
  beforeEach(() => {
    temporary = temporaryFolder();
    checkpoints = new CheckpointFolder(temporary.folder);
  });
  afterEach(() => temporary.remove());
  const names = () => readdirSync(path.join(temporary.folder, 'checkpoints')).sort();

  it('hold the position exactly', () => {
    const before: Position = {
      ...position(3),
      skipped: 2,
      plateau: { factor: 0.25, best: 0.1, waited: 1 },
      stoppedEarly: true,
    };
    expect(decodeCheckpoint(whole(encodeCheckpoint({ position: before, tensors, untold: [] })), 'x').position).toEqual(
      before,
    );
  });

  it('are not written with a number that JSON cannot hold, which nobody could read again', () => {
    const broken = { ...position(3), epochLoss: Infinity };
    expect(() => encodeCheckpoint({ position: broken, tensors, untold: [] })).toThrow('epochLoss');
  });

  it('of the first studio lack what it did not know: nothing skipped, no plateau, not ended', () => {
    const later = ['skipped', 'plateau', 'stoppedEarly'];
    const known = Object.fromEntries(Object.entries(position(3)).filter(([name]) => !later.includes(name)));
    const old = encodeSafetensors({ tensors, metadata: { checkpoint: '1', position: JSON.stringify(known) } });
    expect(decodeCheckpoint(whole(old), 'x').position).toMatchObject({
      step: 3,
      skipped: 0,
      plateau: { factor: 1, best: null, waited: 0 },
      stoppedEarly: false,
    });
  });

  it('of a later version are refused as such', () => {
    const later = encodeSafetensors({ tensors, metadata: { checkpoint: '3' } });
    expect(() => decodeCheckpoint(whole(later), 'x')).toThrow(expect.objectContaining({ code: 'file-newer' }));
  });

  it('two are kept, and the best weights that either speaks of', async () => {
    for (const [step, best] of [[10], [20, 20], [30, 20], [40, 40], [50, 50], [55, 50]]) {
      if (best === step) await checkpoints.saveBest(step!, tensors);
      await checkpoints.save({ position: position(step!, best), tensors, untold: [] });
    }
    expect(names().filter((name) => name.startsWith('step'))).toEqual([
      'step-000000050.safetensors',
      'step-000000055.safetensors',
    ]);
    expect(names()).not.toContain('best-000000010.safetensors');
    await checkpoints.saveBest(60, tensors);
    await checkpoints.save({ position: position(60, 60), tensors, untold: [] });
    await expect(checkpoints.readBest(50)).resolves.toHaveLength(1);
    await checkpoints.clear();
    expect(names()).toEqual([]);
  });

  it('what is half written beside them is no checkpoint', async () => {
    expect(await checkpoints.newest()).toBeNull();
    await checkpoints.save({ position: position(5), tensors, untold: [] });
    expect((await checkpoints.newest())!.checkpoint.position.step).toBe(5);
    expect(existsSync(checkpoints.folder)).toBe(true);
  });
});

describe("Wilson's interval", () => {
  it.each([
    // Newcombe 1998 (Statistics in Medicine 17), table I, method 3: score without continuity correction.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (right, n, low, high) => {
    const interval = wilsonInterval(right, n);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it('stays inside 0 and 1 and around the proportion', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e5 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const right = Math.round(n * share);
        const [low, high] = wilsonInterval(right, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(right / n + 1e-12);
        expect(high).toBeGreaterThanOrEqual(right / n - 1e-12);
      }),
    );
  });
});

describe('the meter', () => {
  it('leaves out warm-up and what is no training', () => {
    let now = 0;
    const meter = new Meter(() => now);
    for (let i = 0; i < 50; i++) {
      now += 1000;
      meter.lap(128, 1);
    }
    expect(meter.overall).toBeNull();
    for (let i = 0; i < 10; i++) {
      now += 5000;
      meter.restart();
      now += 20;
      meter.lap(128, 1);
    }
    expect(meter.overall).toBeCloseTo(6400, 6);
    expect([meter.images, meter.seconds]).toEqual([1280, expect.closeTo(0.2, 9)]);
    // Several steps of one call.
    now += 160;
    expect(meter.lap(1024, 8)).toBeCloseTo(0.16, 9);
    expect([meter.images, meter.seconds]).toEqual([2304, expect.closeTo(0.36, 9)]);
  });

  /** Laps of one step of 100 images each, so many seconds long. Returns what is told to be left of 10,000 images. */
  function told(laps: readonly number[]): (number | null)[] {
    let now = 0;
    const meter = new Meter(() => now);
    return laps.map((seconds) => {
      now += seconds * 1000;
      meter.lap(100, 1);
      return meter.secondsFor(10_000);
    });
  }

  it('estimates by steps that are what they stay, and tells nothing before', () => {
    // A slow first step and slow ones behind it, where 0.01 s is what a step takes.
    const left = told([1.2, ...Array<number>(15).fill(0.05), ...Array<number>(100).fill(0.01)]);
    expect(left.slice(0, 16 + 49).every((seconds) => seconds === null)).toBe(true);
    for (const seconds of left.slice(16 + 51)) expect(seconds).toBeCloseTo(1, 6);
  });

  it('does not wait for sixteen steps where each takes seconds', () => {
    const left = told([20, 3, 3, 3]);
    expect(left.slice(0, 2)).toEqual([null, null]);
    expect(left[2]).toBeCloseTo(300, 6);
  });

  it('is calm: one slow step among many moves it little', () => {
    const left = told([...Array<number>(500).fill(0.1), 1]);
    expect(left.at(-2)).toBeCloseTo(10, 6);
    expect(left.at(-1)! / left.at(-2)!).toBeLessThan(1.06);
  });
});
