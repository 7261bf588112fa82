import type { ExportWeights } from '../contract/schemas/export.ts';
import type { ModelSpec } from '../contract/schemas/model.ts';
import type { Frame } from '../contract/schemas/task.ts';
import { softmax } from '../evaluation/softmax.ts';
import { forward } from '../forward/forward.ts';
import { describeLayers } from '../model/describe-layers.ts';
import { atWidth, lineSteps, readingWidth } from '../model/line-model.ts';
import type { LineAnswer } from '../reading/line-reading.ts';
import { unpack, type WeightPlace } from './unpack.ts';

/**
 * All that a page with a pad holds of its model, as JSON, but for its weights. The page computes by shared/forward: @tensorflow/tfjs
 * would be larger than most models, and has no GRU with `reset_after` and no attention.
 */
export interface PageModel {
  readonly name: string;
  readonly classes: readonly string[];
  /** Whether its images are lines of writing, in which it reads any number of signs. */
  readonly lines: boolean;
  readonly frame: Frame;
  readonly parameters: number;
  readonly spec: ModelSpec;
  /** Logits are divided by it before they become probabilities; null: 1. */
  readonly temperature: number | null;
  /** What the numbers of kernels lie in its text as. */
  readonly packed: ExportWeights;
  /** In the order in which they follow each other. */
  readonly weights: readonly WeightPlace[];
}

/** Reads one image, height x width bytes, 0 paper to 255 ink: the probability of each class, in the task's order; of a line step after step, the blank last. */
export type Predict = (image: Uint8Array) => number[];

/** Reads one line as high as the model's, `width` pixels wide, in the same bytes. */
export type ReadLine = (ink: Uint8Array, width: number) => LineAnswer;

/** `weights`: all values, little-endian, in base64. */
export function createPredictor(model: PageModel, weights: string): Predict {
  const logitsOf = createForward(model, weights);
  const classes = model.classes.length + (model.lines ? 1 : 0);
  return (image) => {
    const logits = logitsOf(image, model.spec.inputShape[1]);
    return Array.from({ length: logits.length / classes }, (_, row) => softmax(logits, row * classes, classes)).flat();
  };
}

/** As `createPredictor`, of a model of lines. */
export function createLineReader(model: PageModel, weights: string): ReadLine {
  const logitsOf = createForward(model, weights);
  const [height] = model.spec.inputShape;
  const steps = lineSteps(model.spec);
  return (ink, width) => {
    // As the studio reads it: with paper behind it, in one of a few widths.
    const wide = readingWidth(width);
    const image = new Uint8Array(height * wide);
    for (let y = 0; y < height; y++) image.set(ink.subarray(y * width, (y + 1) * width), y * wide);
    return { classes: model.classes, logits: logitsOf(image, wide), steps };
  };
}

/** The model's logits, divided by its temperature, for an image of its height and of this width. */
function createForward(
  { spec, temperature, packed, weights: places }: PageModel,
  weights: string,
): (image: Uint8Array, width: number) => Float32Array {
  const byPath = unpack(bytesOf(weights), places, packed);
  const described = new Map<
    number,
    Pick<ModelSpec, 'layers'> & { readonly infos: ReturnType<typeof describeLayers> }
  >();
  const describe = (width: number) => {
    const { layers, inputShape } = width === spec.inputShape[1] ? spec : atWidth(spec, width);
    const made = { layers, infos: describeLayers(layers, inputShape) };
    described.set(width, made);
    return made;
  };
  return (image, width) => {
    const { layers, infos } = described.get(width) ?? describe(width);
    const x = Float32Array.from(image, (level) => level / 255);
    const logits = forward({ layers, infos, weight: (path) => byPath.get(path)! }, x);
    return temperature === null ? logits : logits.map((logit) => logit / temperature);
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
