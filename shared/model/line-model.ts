import type { LayerSpec, ModelSpec } from '../contract/schemas/model.ts';
import { describeLayers } from './describe-layers.ts';
import { modelInvalid } from './faults.ts';
import { elements, type Shape } from './info.ts';
import { describeClassifier, readsLines } from './shapes.ts';

/** How the steps of a line model lie along a line: the middle of step t is at `offset + pixels · t`, in pixels from the left. */
export interface LineSteps {
  readonly pixels: number;
  readonly offset: number;
}

/** A model of lines for another width: a Reshape's steps, its first number, follow what comes in. Throws `model-invalid` where the layers do not go together then. */
export function atWidth(spec: ModelSpec, width: number): ModelSpec {
  const [height, , channels] = spec.inputShape;
  let shape: Shape = [height, width, channels];
  const layers = spec.layers.map((layer): LayerSpec => {
    const own = layer.type === 'Reshape' ? { ...layer, targetShape: withSteps(layer.targetShape, shape) } : layer;
    shape = describeLayers([own], shape).at(-1)!.outputShape;
    return own;
  });
  return { ...spec, inputShape: [height, width, channels], layers };
}

/** The narrowest width that lines are read in, what all are a multiple of, and how much wider each is than the one before. */
const [NARROWEST, MULTIPLE, GROWTH] = [64, 32, 1.25];

/** What lines of this width are read in, with paper behind them: each width is a model of its own, so there are few. */
export function readingWidth(width: number): number {
  let wide = NARROWEST;
  while (wide < width) wide = Math.ceil((wide * GROWTH) / MULTIPLE) * MULTIPLE;
  return wide;
}

function withSteps([steps, ...rest]: readonly number[], input: Shape): number[] {
  const each = elements(rest);
  return elements(input) % each === 0 ? [elements(input) / each, ...rest] : [steps!, ...rest];
}

/** Added to a width to see what a model makes of it: more than any window, and a multiple of any usual stride. */
const WIDER = 128;

/**
 * The steps of a model that reads lines of any width. Throws `model-invalid` with `width-bound` for one whose weights depend on the width (a
 * Transformer's places, say) or that gives no steps, and as `describeClassifier` does.
 */
export function lineSteps(spec: ModelSpec): LineSteps {
  const info = describeClassifier(spec);
  const bound = (): Error => modelInvalid(info.layers.at(-1)!.name, spec.layers.length, 'width-bound');
  if (!readsLines(info)) throw bound();
  const width = spec.inputShape[1];
  const wider = describeWider(spec, width + WIDER, bound);
  const [steps, more] = [info.outputShape[0]!, wider.outputShape[0]!];
  if (more <= steps || wider.parameters !== info.parameters) throw bound();
  const pixels = WIDER / (more - steps);
  // Windows lose as many columns at the left as at the right.
  return { pixels, offset: (width - pixels * steps) / 2 + pixels / 2 };
}

function describeWider(spec: ModelSpec, width: number, bound: () => Error) {
  try {
    return describeClassifier(atWidth(spec, width));
  } catch (error) {
    throw error instanceof RangeError ? error : bound();
  }
}
