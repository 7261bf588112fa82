import { describe, expect, it } from 'vitest';
import { bytesOfFloats, floatsFromBytes, placesFromBytes, placesToBytes } from '../../shared/data/number-bytes.ts';

const values = Float32Array.of(0, -1.5, 3.25e-20, 1e30, Infinity, NaN);

describe('numbers as bytes', () => {
  it('come back as they were', () => {
    expect(floatsFromBytes(bytesOfFloats(values))).toEqual(values);
    expect(floatsFromBytes(bytesOfFloats(values.subarray(1, 3)))).toEqual(values.subarray(1, 3));
    const places = [0, 1, 65_536, 4_294_967_295];
    expect([...placesFromBytes(placesToBytes(places))]).toEqual(places);
  });

  it('are little-endian', () => {
    expect([...placesToBytes([0x01020304])]).toEqual([4, 3, 2, 1]);
    expect([...bytesOfFloats(Float32Array.of(1))]).toEqual([0, 0, 128, 63]);
  });

  it('come out of the middle of a larger memory, as a copy', () => {
    const memory = Buffer.alloc(64, 7);
    memory.set(bytesOfFloats(values), 5);
    memory.set(placesToBytes([9, 8]), 40);
    const read = floatsFromBytes(memory.subarray(5, 5 + 4 * values.length));
    expect(read).toEqual(values);
    expect([...placesFromBytes(memory.subarray(40, 48))]).toEqual([9, 8]);
    memory.fill(0);
    expect(read).toEqual(values);
  });

  it('leave out what is no whole number at their end', () => {
    expect([...floatsFromBytes(Uint8Array.of(0, 0, 128, 63, 1, 2))]).toEqual([1]);
    expect([...placesFromBytes(Uint8Array.of(1, 0, 0, 0, 5))]).toEqual([1]);
    expect(floatsFromBytes(new Uint8Array())).toHaveLength(0);
  });
});
