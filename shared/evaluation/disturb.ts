import type { Disturbance } from '../contract/schemas/robustness.ts';
import { levelAt } from '../ink/distort.ts';
import type { Random } from '../random/random.ts';

/** One image: bytes, row by row, 0 paper to 255 ink. */
export interface DisturbedImage {
  readonly image: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** The side that pixels are counted on: of larger images they are as much larger. */
const SIDE = 28;

/**
 * By how much images are changed, in order. Degrees; pixels of a side of 28; factors of size; deviations of noise as a share of
 * full ink; deviations of blur in pixels; pixels by which lines grow (or, below 0, lose) on each side; factors of ink.
 */
export const AMOUNTS: Readonly<Record<Disturbance, readonly number[]>> = {
  rotation: [-45, -30, -20, -10, 0, 10, 20, 30, 45],
  shift: [0, 1, 2, 3, 4, 6, 8],
  scale: [0.5, 0.6, 0.75, 0.9, 1, 1.1, 1.25, 1.5],
  noise: [0, 0.05, 0.1, 0.2, 0.3, 0.4],
  blur: [0, 0.5, 1, 1.5, 2, 3],
  thickness: [-1, -0.5, 0, 0.5, 1, 1.5],
  contrast: [0.1, 0.2, 0.35, 0.5, 0.75, 1],
};

/** The amount that changes nothing. */
export const UNCHANGED: Readonly<Record<Disturbance, number>> = {
  rotation: 0,
  shift: 0,
  scale: 1,
  noise: 0,
  blur: 0,
  thickness: 0,
  contrast: 1,
};

/** An amount with its unit, in signs that every language reads. */
export function amountText(disturbance: Disturbance, amount: number): string {
  const number = String(amount).replace('-', '−');
  if (disturbance === 'rotation') return `${number}°`;
  if (disturbance === 'scale') return `×${number}`;
  if (disturbance === 'noise' || disturbance === 'contrast') return `${Math.round(100 * amount)}%`;
  return `${number} px`;
}

/** The image changed by an amount. `random` draws the direction of a shift and the noise. */
export function disturb(subject: DisturbedImage, disturbance: Disturbance, amount: number, random: Random): Uint8Array {
  if (amount === UNCHANGED[disturbance]) return subject.image;
  const pixels = (amount * Math.min(subject.height, subject.width)) / SIDE;
  switch (disturbance) {
    case 'rotation':
      return mapped(subject, turned((amount * Math.PI) / 180));
    case 'shift': {
      const angle = random.uniform(0, 2 * Math.PI);
      return mapped(subject, (x, y) => [x - pixels * Math.cos(angle), y - pixels * Math.sin(angle)]);
    }
    case 'scale':
      return mapped(subject, (x, y) => [x / amount, y / amount]);
    case 'noise':
      return levels(subject.image, (level) => level + random.normal(0, 255 * amount));
    case 'blur':
      return blurred(subject, pixels);
    case 'thickness':
      return thickened(subject, pixels);
    case 'contrast':
      return levels(subject.image, (level) => level * amount);
  }
}

const levels = (image: Uint8Array, change: (level: number) => number): Uint8Array =>
  image.map((level) => Math.min(255, Math.max(0, Math.round(change(level)))));

/** Where a pixel's level comes from, both measured from the middle. */
type Origin = (x: number, y: number) => [number, number];

const turned = (angle: number): Origin => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => [x * cos + y * sin, y * cos - x * sin];
};

function mapped({ image, height, width }: DisturbedImage, origin: Origin): Uint8Array {
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  return image.map((_, i) => {
    const [x, y] = origin((i % width) - cx, Math.floor(i / width) - cy);
    return Math.round(levelAt(image, width, height, cx + x, cy + y));
  });
}

/** Gauss's, along rows and then columns. */
function blurred({ image, height, width }: DisturbedImage, deviation: number): Uint8Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const along = (values: Float64Array, step: number, length: number, placeOf: (i: number) => number): Float64Array =>
    values.map((_, i) => {
      const place = placeOf(i);
      let total = 0;
      for (let k = -reach; k <= reach; k++) {
        if (place + k >= 0 && place + k < length) total += weights[k + reach]! * values[i + k * step]!;
      }
      return total / sum;
    });
  const rows = along(Float64Array.from(image), 1, width, (i) => i % width);
  return Uint8Array.from(
    along(rows, width, height, (i) => Math.floor(i / width)),
    Math.round,
  );
}

/** Lines wider (the darkest level around) or narrower (the lightest) by so many pixels on each side, whole pixels mixed for parts. */
function thickened(subject: DisturbedImage, pixels: number): Uint8Array {
  const [size, choose] = [Math.abs(pixels), pixels > 0 ? Math.max : Math.min];
  const [less, more] = [extreme(subject, Math.floor(size), choose), extreme(subject, Math.ceil(size), choose)];
  const part = size - Math.floor(size);
  return less.map((level, i) => Math.round(level * (1 - part) + more[i]! * part));
}

/** The extreme level within a disc of this radius; beyond the edges there is paper. */
function extreme({ image, height, width }: DisturbedImage, radius: number, choose: typeof Math.max): Uint8Array {
  if (radius === 0) return image;
  return image.map((own, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let value = own;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (dx * dx + dy * dy > radius * radius) continue;
        const inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
        value = choose(value, inside ? image[i + dy * width + dx]! : 0);
      }
    }
    return value;
  });
}
