/** A part of an image, in its pixels. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A crop of a grey image (row by row, any range) at another size: a triangle filter as wide as the step between the
 * target's pixels, so that shrinking averages all that it passes and enlarging interpolates. Two passes, as filters of this kind allow.
 */
export function resample(
  image: ArrayLike<number>,
  width: number,
  crop: Crop,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const columns = taps(crop.width, toWidth);
  const rows = taps(crop.height, toHeight);
  const narrow = new Float32Array(toWidth * crop.height);
  for (let y = 0; y < crop.height; y++) {
    const line = (crop.y + y) * width + crop.x;
    for (let x = 0; x < toWidth; x++) narrow[y * toWidth + x] = weigh(columns[x]!, (i) => image[line + i]!);
  }
  const result = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) result[y * toWidth + x] = weigh(rows[y]!, (i) => narrow[i * toWidth + x]!);
  }
  return result;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A whole image (bytes) at another size: scaled to fit with its proportions kept, in the middle, on paper (0). */
export function resize(image: Uint8Array, from: Size, to: Size): Uint8Array {
  const scale = Math.min(to.width / from.width, to.height / from.height);
  const [width, height] = [from.width, from.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const scaled = resample(image, from.width, { x: 0, y: 0, ...from }, width, height);
  const result = new Uint8Array(to.width * to.height);
  const [left, top] = [Math.floor((to.width - width) / 2), Math.floor((to.height - height) / 2)];
  for (let y = 0; y < height; y++) {
    const row = Uint8Array.from(scaled.subarray(y * width, (y + 1) * width), Math.round);
    result.set(row, (top + y) * to.width + left);
  }
  return result;
}

/** Which source pixels make one target pixel: `weights` from `first` on, adding up to 1. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function taps(from: number, to: number): Taps[] {
  const step = from / to;
  const reach = Math.max(1, step);
  return Array.from({ length: to }, (_, i) => {
    const middle = (i + 0.5) * step;
    const first = Math.max(0, Math.floor(middle - reach + 0.5));
    const last = Math.min(from, Math.ceil(middle + reach + 0.5));
    const raw = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - middle) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

function weigh({ first, weights }: Taps, at: (i: number) => number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * at(first + k);
  return sum;
}
