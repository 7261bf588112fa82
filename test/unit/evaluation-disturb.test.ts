import { describe, expect, it } from 'vitest';
import { disturbanceSchema, type Disturbance } from '../../shared/contract/schemas/robustness.ts';
import { AMOUNTS, disturb, UNCHANGED } from '../../shared/evaluation/disturb.ts';
import { nearest } from '../../shared/evaluation/nearest.ts';
import { Random } from '../../shared/random/random.ts';

const [HEIGHT, WIDTH] = [28, 20];
const random = () => new Random([1, 2, 3, 4]);

/** A bar, three pixels wide. */
const image = Uint8Array.from({ length: HEIGHT * WIDTH }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  return x >= 8 && x <= 10 && y >= 6 && y <= 20 ? 200 : 0;
});
const by = (disturbance: Disturbance, amount: number, height = HEIGHT, width = WIDTH, of: Uint8Array = image) =>
  disturb({ image: of, height, width }, disturbance, amount, random());
const ink = (levels: Uint8Array) => levels.reduce((sum, level) => sum + level, 0);

describe('images are changed', () => {
  it.each(disturbanceSchema.options)('by %s in steps, one of which changes nothing', (disturbance) => {
    const amounts = AMOUNTS[disturbance];
    expect([...amounts].sort((a, b) => a - b)).toEqual(amounts);
    expect(amounts).toContain(UNCHANGED[disturbance]);
    for (const amount of amounts) {
      const changed = by(disturbance, amount);
      expect(changed.length).toBe(image.length);
      expect(Buffer.from(changed).equals(Buffer.from(image))).toBe(amount === UNCHANGED[disturbance]);
      // The same random stream, the same change.
      expect(by(disturbance, amount)).toEqual(changed);
    }
  });

  it('a square turned by four right angles is itself', () => {
    const square = image.subarray(0, WIDTH * WIDTH);
    const once = by('rotation', 90, WIDTH, WIDTH, square);
    expect(once).not.toEqual(square);
    const thrice = [1, 2, 3].reduce<Uint8Array>((last) => by('rotation', 90, WIDTH, WIDTH, last), once);
    expect(thrice).toEqual(square);
  });

  it('a wider line has more ink, a narrower one less, a blurred one as much', () => {
    expect(ink(by('thickness', 1))).toBeGreaterThan(1.4 * ink(image));
    expect(ink(by('thickness', 0.5))).toBeGreaterThan(ink(image));
    expect(ink(by('thickness', 0.5))).toBeLessThan(ink(by('thickness', 1)));
    expect(ink(by('thickness', -0.5))).toBeLessThan(ink(image));
    expect(Math.abs(ink(by('blur', 1)) - ink(image))).toBeLessThan(0.01 * ink(image));
    expect(Math.max(...by('blur', 2))).toBeLessThan(200);
    expect(Math.max(...by('contrast', 0.5))).toBe(100);
  });

  it('a shift moves the middle of the ink by so many pixels of a side of 28', () => {
    const middle = (levels: Uint8Array) => {
      const total = ink(levels);
      return [0, 1].map((axis) =>
        levels.reduce((sum, level, i) => sum + level * (axis ? Math.floor(i / WIDTH) : i % WIDTH), 0) / total,
      ) as [number, number]; // prettier-ignore
    };
    const [[x, y], [toX, toY]] = [middle(image), middle(by('shift', 3))];
    expect(Math.hypot(toX - x, toY - y)).toBeCloseTo((3 * WIDTH) / 28, 1);
  });
});

describe('the nearest', () => {
  it('are those of a sort, equals in order', () => {
    const draw = random();
    const width = 5;
    const table = Float32Array.from({ length: 40 * width }, () => draw.normal());
    for (let row = 0; row < 40; row++) {
      const own = table.subarray(row * width, (row + 1) * width);
      own.set(own.map((value) => value / Math.hypot(...own)));
    }
    table.copyWithin(7 * width, 3 * width, 4 * width);
    const query = table.slice(3 * width, 4 * width);
    const all = Array.from({ length: 40 }, (_, row) => ({
      row,
      distance: 1 - query.reduce((sum, value, i) => sum + value * table[row * width + i]!, 0),
    })).sort((a, b) => a.distance - b.distance || a.row - b.row);
    expect(nearest(table, width, query, 6)).toEqual(all.slice(0, 6));
    expect(nearest(table, width, query, 2).map(({ row }) => row)).toEqual([3, 7]);
    expect(nearest(new Float32Array(), 0, new Float32Array(), 3)).toEqual([]);
  });
});
