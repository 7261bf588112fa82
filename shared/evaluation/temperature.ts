import type { Answers, GivenLabels } from './answers.ts';

/** Bounds of what a temperature is looked for in: where all is right, the best one has no end. */
export const TEMPERATURES = { least: 0.05, most: 20 };

/**
 * Whether a temperature that was found is as good as a bound: the best one has no end then, as of images that are all read right, and
 * would make a model say 100 % whatever it reads.
 */
export const isBound = (temperature: number): boolean =>
  temperature < 1.01 * TEMPERATURES.least || temperature > TEMPERATURES.most / 1.01;

const ENOUGH = 1e-6;
const MOST_ROUNDS = 60;

interface Slope {
  /** Of the mean cross-entropy, by the factor that logits are multiplied with. */
  readonly first: number;
  readonly second: number;
}

/**
 * The temperature t for which softmax(logits / t) has the smallest mean cross-entropy over some images (Guo, 2017), which must
 * have labels and finite logits. The loss is convex in 1 / t: Newton's method, kept between bounds by halving where it would leave
 * them. Null without images.
 */
export function fitTemperature(answers: Answers, labels: GivenLabels, images: readonly number[]): number | null {
  if (images.length === 0) return null;
  let [low, high] = [1 / TEMPERATURES.most, 1 / TEMPERATURES.least];
  let factor = 1;
  for (let round = 0; round < MOST_ROUNDS && high - low > ENOUGH; round++) {
    const { first, second } = slopeAt(answers, labels, images, factor);
    if (first === 0) break;
    if (first > 0) high = factor;
    else low = factor;
    const next = factor - first / second;
    const stays = next > low && next < high;
    if (stays && Math.abs(next - factor) < ENOUGH * factor) return 1 / next;
    // Halved on a scale of ratios: the bounds are far apart.
    factor = stays ? next : Math.sqrt(low * high);
  }
  return 1 / factor;
}

function slopeAt({ logits, classes }: Answers, labels: GivenLabels, images: readonly number[], factor: number): Slope {
  let [first, second] = [0, 0];
  for (const i of images) {
    const start = i * classes;
    let highest = -Infinity;
    for (let c = start; c < start + classes; c++) highest = Math.max(highest, logits[c]!);
    let [sum, moment, square] = [0, 0, 0];
    for (let c = start; c < start + classes; c++) {
      // Measured from the highest: sums of large numbers would lose their small differences.
      const below = logits[c]! - highest;
      const power = Math.exp(factor * below);
      sum += power;
      moment += power * below;
      square += power * below * below;
    }
    const mean = moment / sum;
    first += mean - (logits[start + labels[i]!]! - highest);
    second += square / sum - mean * mean;
  }
  return { first: first / images.length, second: second / images.length };
}
