import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinBounds, REQUEST_BOUNDS } from '../../shared/rpc/frame-bounds.ts';
import { measure } from '../../shared/rpc/measure.ts';

/** `depth` arrays inside each other. */
const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
};
const json = fc.jsonValue({ maxDepth: 6 });
const frame = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

describe('a frame within bounds', () => {
  it('is whatever the encoder makes: numbers of all sizes, texts, bytes, lists and maps', () => {
    const value = fc.oneof(json, fc.uint8Array({ maxLength: 70_000 }), fc.maxSafeInteger(), fc.double(), fc.string());
    fc.assert(fc.property(fc.array(value), (values) => isWithinBounds(encode({ values }), REQUEST_BOUNDS)));
    const long = [
      new Uint8Array(70_000),
      'x'.repeat(70_000),
      Array(70_000).fill(null),
      -(2 ** 40),
      2 ** 33,
      'x'.repeat(300),
    ];
    expect(isWithinBounds(encode(long), REQUEST_BOUNDS)).toBe(true);
    const map = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i]));
    expect(isWithinBounds(encode([map, { a: 1 }]), REQUEST_BOUNDS)).toBe(true);
  });

  it('is one that the decoder takes, whatever its bytes are', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const changed = fc.tuple(json, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const whole = Uint8Array.from(encode(value));
      whole[at % whole.length] = byte;
      return whole;
    });
    fc.assert(
      fc.property(fc.oneof(bytes, changed), (any) => {
        if (!isWithinBounds(any, REQUEST_BOUNDS)) return;
        // The decoder has reasons of its own: the type of a key, and the key that every object has.
        try {
          decode(any);
        } catch (error) {
          expect(String(error)).toMatch(/key/i);
        }
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  it('is not torn, and has nothing behind it', () => {
    const whole = encode({ kind: 'call', id: 70_000, list: [1.5, 'text', new Uint8Array(3), null, true, -5, -70_000] });
    for (let length = 0; length < whole.length; length++)
      expect([length, isWithinBounds(whole.subarray(0, length), REQUEST_BOUNDS)]).toEqual([length, false]);
    expect(isWithinBounds(frame(...whole, 0xc0), REQUEST_BOUNDS)).toBe(false);
    // What lies before and behind it in the same memory does not count.
    expect(isWithinBounds(frame(0xc1, ...whole, 0xc1).subarray(1, 1 + whole.length), REQUEST_BOUNDS)).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    [
      'lists inside each other that claim a million entries each',
      frame(...(Array(1000).fill([0xdd, 0, 15, 66, 64]).flat() as number[])),
    ],
    [
      'lists that claim all bytes, each',
      frame(...(Array(60).fill([0xdc, 0, 200]).flat() as number[]), ...(Array(100).fill(0) as number[])),
    ],
    ['a map that claims more than there is', frame(0xdf, 0, 0, 0, 200, 1, 2)],
    ['a text longer than the frame', frame(0xdb, 0xff, 0xff, 0xff, 0xff, 65)],
    ['an extension', frame(0xd4, 1, 0)],
    ['a code that there is not', frame(0xc1)],
    ['more depth than the contract has', encode(nested(66))],
    ['more lists than memory is for', encode(Array(200_001).fill([]))],
  ])('is not %s', (_what, bytes) => {
    expect(isWithinBounds(bytes, REQUEST_BOUNDS)).toBe(false);
  });
});

describe('the measure of a value', () => {
  it('is how deep it goes and how many bytes it holds', () => {
    expect(measure(5, 64)).toEqual({ depth: 0, bytes: 0 });
    expect(measure({ files: [{ bytes: new Uint8Array(7) }, { bytes: new Uint8Array(5) }] }, 64)).toEqual({
      depth: 3,
      bytes: 12,
    });
    expect(measure(nested(60), 64).depth).toBe(60);
    expect(measure(nested(100_000), 64).depth).toBe(65);
  });

  it('comes to an end with what holds itself, and with a few that stand for a great many', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(measure(loop, 64).depth).toBe(65);
    let many: unknown = [];
    for (let i = 0; i < 60; i++) many = [many, many];
    expect(measure(many, 64).depth).toBe(Infinity);
  });
});
