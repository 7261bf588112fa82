import type { ExportWeights } from '../contract/schemas/export.ts';
import type { ModelSpec } from '../contract/schemas/model.ts';
import type { KnownCard, Prediction } from '../contract/schemas/predict.ts';
import type { Frame, Task } from '../contract/schemas/task.ts';
import { softmax } from '../evaluation/softmax.ts';
import { forward } from '../forward/forward.ts';
import type { Detector } from '../known/detector.ts';
import { type KnownModel, recognise } from '../known/recognise.ts';
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
  /** In the order in which they follow each other; behind them those of `known`. */
  readonly weights: readonly WeightPlace[];
  /** What tells what is no sign of the task; null: nothing does. */
  readonly known: KnownCard | null;
}

/** What a page reads in an image: the probability of each class, in the task's order, of a line step after step, the blank last; and as `Prediction` says it. */
export interface PageReading extends Pick<Prediction, 'known' | 'outsider'> {
  readonly probabilities: number[];
}

/** Reads one image, height x width bytes, 0 paper to 255 ink. */
export type Predict = (image: Uint8Array) => PageReading;

/** What stands before the names of a detector's tensors in a page; no weight of a layer begins so. */
export const KNOWN = 'known:';

/** Reads one line as high as the model's, `width` pixels wide, in the same bytes. */
export type ReadLine = (ink: Uint8Array, width: number) => LineAnswer;

/** `weights`: all values, little-endian, in base64. */
export function createPredictor(model: PageModel, weights: string): Predict {
  const byPath = unpack(bytesOf(weights), model.weights, model.packed);
  const logitsOf = createForward(model, byPath);
  const classes = model.classes.length + (model.lines ? 1 : 0);
  const [height, width] = model.spec.inputShape;
  const task: Task = { inputShape: [height, width, 1], classes: [...model.classes] };
  const known = model.known && knownModel(model.known, byPath, classes);
  return (image) => {
    const raw = logitsOf(image, width);
    const logits = cooled(raw, model);
    const rows = Array.from({ length: logits.length / classes }, (_, row) => softmax(logits, row * classes, classes));
    const recognised = known ? recognise(known, task, image, raw) : { known: null, outsider: null };
    return { probabilities: rows.flat(), ...recognised };
  };
}

function knownModel(card: KnownCard, byPath: ReadonlyMap<string, Float32Array>, looksAt: number): KnownModel {
  const own = (name: string): Float32Array => byPath.get(KNOWN + name)!;
  const detector: Detector = {
    mean: own('mean'),
    scale: own('scale'),
    hiddenKernel: own('hidden/kernel'),
    hiddenBias: own('hidden/bias'),
    kindsKernel: own('kinds/kernel'),
    kindsBias: own('kinds/bias'),
  };
  return { card, looksAt, detector };
}

const cooled = (logits: Float32Array, { temperature }: PageModel): Float32Array =>
  temperature === null ? logits : logits.map((logit) => logit / temperature);

/** As `createPredictor`, of a model of lines. */
export function createLineReader(model: PageModel, weights: string): ReadLine {
  const logitsOf = createForward(model, unpack(bytesOf(weights), model.weights, model.packed));
  const [height] = model.spec.inputShape;
  const steps = lineSteps(model.spec);
  return (ink, width) => {
    // As the studio reads it: with paper behind it, in one of a few widths.
    const wide = readingWidth(width);
    const image = new Uint8Array(height * wide);
    for (let y = 0; y < height; y++) image.set(ink.subarray(y * width, (y + 1) * width), y * wide);
    return { classes: model.classes, logits: cooled(logitsOf(image, wide), model), steps };
  };
}

/** The model's logits for an image of its height and of this width. */
function createForward(
  { spec }: PageModel,
  byPath: ReadonlyMap<string, Float32Array>,
): (image: Uint8Array, width: number) => Float32Array {
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
    return forward({ layers, infos, weight: (path) => byPath.get(path)! }, x);
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
