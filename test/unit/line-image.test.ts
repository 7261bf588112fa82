import { expect, it } from 'vitest';
import { linesInPicture } from '../../shared/reading/lines-in-picture.ts';

/** A thin ring as high as its picture, dark on white. */
function ring(side: number): Uint8Array {
  const levels = new Uint8Array(side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (Math.abs(Math.hypot(x - side / 2, y - side / 2) - 0.45 * side) < 2.5) levels[y * side + x] = 0;
    }
  }
  return levels;
}

// A round pen as broad as it must be for that takes minutes.
it('reads a thin sign that is as high as a page', { timeout: 30_000 }, () => {
  const { lines } = linesInPicture({ levels: ring(2000), width: 2000, height: 2000 }, { single: false, looks: false });
  expect(lines).toHaveLength(1);
  const { ink, width } = lines[0]!;
  const row = ink.subarray(16 * width, 17 * width);
  // Both its sides are dark, and what is in between is paper.
  const dark = [...row].map((level) => level > 128);
  expect(dark.lastIndexOf(true) - dark.indexOf(true)).toBeGreaterThan(15);
  expect(dark.filter(Boolean).length).toBeLessThan(10);
});
