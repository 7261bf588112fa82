import type { Random } from '../random/random.ts';

/** An image (bytes, row by row, 0 paper to 255 ink) turned, slanted and sized a little differently, as another drawing of it would be. */
export function distort(image: Uint8Array, width: number, height: number, random: Random): Uint8Array {
  const [angle, slant] = [random.normal(0, 0.08), random.normal(0, 0.1)];
  const [wide, high] = [Math.exp(random.normal(0, 0.07)), Math.exp(random.normal(0, 0.07))];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - cx) * cos + (y - cy) * sin, (y - cy) * cos - (x - cx) * sin];
      result[y * width + x] = Math.round(levelAt(image, width, height, cx + (dx + slant * dy) * wide, cy + dy * high));
    }
  }
  return result;
}

/** The level at a point between pixels, in proportion to how near they are; paper beyond the edges. */
export function levelAt(image: Uint8Array | Float32Array, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const level = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height ? 0 : image[row * width + column]!;
  const upper = level(left, top) * (1 - fx) + level(left + 1, top) * fx;
  const lower = level(left, top + 1) * (1 - fx) + level(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
