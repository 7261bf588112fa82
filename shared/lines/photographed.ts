import type { GreyImage } from '../ink/grey-image.ts';
import { warp } from '../page/warp.ts';
import { homography } from '../paper/locate/homography.ts';
import type { Random } from '../random/random.ts';

/** A sheet with a line on it, taken from aslant in uneven light. */
export function photographed(random: Random, { levels, width, height }: GreyImage): GreyImage {
  const [across, down] = [Math.round(width * 1.25), Math.round(height * 1.9)];
  const size = { width: across, height: down };
  const shift = (): number => random.uniform(-0.16, 0.16) * height;
  const [x, y] = [(across - width) / 2, (down - height) / 2];
  const corners = [
    [x + shift(), y + shift()],
    [x + width + shift(), y + shift()],
    [x + width + shift(), y + height + shift()],
    [x + shift(), y + height + shift()],
  ] as const;
  const flat = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  const toLine = homography(corners, flat)!;
  const sheet = warp({ levels, width, height }, size, toLine, 255);
  const paper = random.uniform(150, 235);
  const [slope, tilt] = [random.uniform(-0.35, 0.35), random.uniform(-0.25, 0.25)];
  const [edge, deep, soft] = [random.uniform(0, across), random.uniform(0.1, 0.45), random.uniform(3, 40)];
  const noise = random.uniform(1, 7);
  const taken = sheet.levels.map((level, i) => {
    const [u, v] = [(i % across) / across, Math.floor(i / across) / down];
    const shadow = deep / (1 + Math.exp((i % across) / soft - edge / soft));
    const light = paper * (1 + slope * (u - 0.5) + tilt * (v - 0.5)) * (1 - shadow);
    return Math.max(0, Math.min(255, light * (0.14 + (0.86 * level) / 255) + random.normal(0, noise)));
  });
  return { ...size, levels: Float32Array.from(taken) };
}
