import type { ExportWeights } from '../contract/schemas/export.ts';
import type { LayerSpec } from '../contract/schemas/layer.ts';
import type { Frame } from '../contract/schemas/task.ts';
import { softmax } from '../evaluation/softmax.ts';
import { forward, type ForwardInfo } from '../forward/forward.ts';
import { unpack, type WeightPlace } from './unpack.ts';

/**
 * All that a page with a pad holds of its model, as JSON, but for its weights. The page computes by shared/forward: @tensorflow/tfjs
 * would be larger than most models, and has no GRU with `reset_after` and no attention.
 */
export interface PageModel {
  readonly name: string;
  readonly classes: readonly string[];
  readonly frame: Frame;
  readonly parameters: number;
  readonly layers: readonly LayerSpec[];
  readonly infos: readonly ForwardInfo[];
  /** Logits are divided by it before they become probabilities; null: 1. */
  readonly temperature: number | null;
  /** What the numbers of kernels lie in its text as. */
  readonly packed: ExportWeights;
  /** Paths, numbers of values, and of a kernel how many channels have a step, in the order in which these follow each other. */
  readonly weights: readonly WeightPlace[];
}

/** Reads one image, height x width bytes, 0 paper to 255 ink: the probability of each class, in the task's order. */
export type Predict = (image: Uint8Array) => number[];

/** `weights`: all values, little-endian, in base64. */
export function createPredictor(
  { layers, infos, temperature, packed, weights: index }: PageModel,
  weights: string,
): Predict {
  const byPath = unpack(bytesOf(weights), index, packed);
  return (image) => {
    const x = Float32Array.from(image, (level) => level / 255);
    const logits = forward({ layers, infos, weight: (path) => byPath.get(path)! }, x);
    const cooled = temperature === null ? logits : logits.map((logit) => logit / temperature);
    return softmax(cooled, 0, cooled.length);
  };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text. */
function bytesOf(text: string): Uint8Array {
  const digits = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) digits[DIGITS.charCodeAt(i)] = i;
  const length = text.replace(/=+$/, '').length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let [bits, held, to] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    bits = ((bits << 6) | digits[text.charCodeAt(i)]!) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[to++] = (bits >> held) & 0xff;
  }
  return bytes;
}
