import { AppError } from '../contract/errors.ts';
import type { LayerOf, LayerSpec, ModelSpec } from '../contract/schemas/model.ts';
import type { Augmentation, Recipe } from '../contract/schemas/recipe.ts';
import type { Task } from '../contract/schemas/task.ts';
import { describeLayers } from './describe-layers.ts';
import { faultOf, type ModelFault } from './faults.ts';
import { elements, type Shape } from './info.ts';
import { atWidth } from './line-model.ts';

/**
 * The model for another task, changed no more than it must be: the input's size, and as many units at the end as there
 * are classes. A convolution whose window would not fit gets `same` padding, a pooling that would not fit goes, patches
 * take a size that parts the image evenly into about as many as before, a Reshape to rows follows the rows. What else does
 * not fit is left for `describeModelFor` to name. A model of this very task comes back equal.
 */
export function fitModel(spec: ModelSpec, { inputShape, classes, reads }: Task): ModelSpec {
  if (reads === 'line') return fitLineModel(spec, inputShape, classes.length);
  const layers = fitLayers(spec.layers, spec.inputShape, inputShape);
  return { ...spec, inputShape, layers: withUnits(layers, classes.length) };
}

/** A model of lines is one of any width; at the end it has a unit more, the blank's. One that does not fit stays for `describeModelFor` to name. */
function fitLineModel(spec: ModelSpec, [height, width]: Shape, classes: number): ModelSpec {
  const own = { ...spec, layers: withUnits(spec.layers, classes + 1) };
  if (spec.inputShape[0] !== height) return own;
  try {
    return atWidth(own, width!);
  } catch (error) {
    if (error instanceof AppError) return own;
    throw error;
  }
}

/** The recipe of images of one size for images of another: see `fitAugmentation`. */
export const fitRecipe = (recipe: Recipe, from: Shape, to: Shape): Recipe => ({
  ...recipe,
  augmentation: fitAugmentation(recipe.augmentation, from, to),
});

/** The augmentation for images of another size: what is measured in pixels grows and shrinks with the shorter side. */
export function fitAugmentation(augmentation: Augmentation, from: Shape, to: Shape): Augmentation {
  const scale = Math.min(to[0]!, to[1]!) / Math.min(from[0]!, from[1]!);
  if (scale === 1) return augmentation;
  const { shift, elastic, erase, ...others } = augmentation;
  const scaled = (pixels: number): number => Math.round(10 * pixels * scale) / 10;
  return { ...others, shift: scaled(shift), elastic: scaled(elastic), erase: scaled(erase) };
}

function fitLayers(layers: readonly LayerSpec[], before: Shape, input: Shape): LayerSpec[] {
  let shape: Shape | null = input;
  return layers.flatMap((layer) => {
    // After a layer that cannot be mended the shape is unknown.
    if (shape === null) return [layer];
    const own = layer.type === 'PatchEmbedding' ? withPatches(layer, before, shape) : layer;
    for (const candidate of [[own], ...mends(layer, faultWith([own], shape), shape)]) {
      const next = outputOf(candidate, shape);
      if (next === null) continue;
      shape = next;
      return candidate;
    }
    shape = null;
    return [layer];
  });
}

/** What may be put in place of a layer that does not take this shape, the best first. */
function mends(layer: LayerSpec, fault: ModelFault | null, shape: Shape): LayerSpec[][] {
  switch (fault) {
    case 'window-too-large':
      return 'poolSize' in layer ? [[]] : 'padding' in layer ? [[{ ...layer, padding: 'same' }]] : [];
    case 'reshape-mismatch':
      return layer.type === 'Reshape' && layer.targetShape.length === 2
        ? [[{ ...layer, targetShape: [shape[0]!, elements(shape.slice(1))] }]]
        : [];
    default:
      return [];
  }
}

/**
 * Attention costs the square of the number of patches: if there would be more than so many times as many as before,
 * patches are made larger.
 */
const MORE_PATCHES = 4;

/** Patches that part each side evenly: as they are, or of the size that gives the number nearest to what it was. */
function withPatches(layer: LayerOf<'PatchEmbedding'>, before: Shape, shape: Shape): LayerSpec {
  const even = ([0, 1] as const).every((axis) => shape[axis]! % layer.patchSize[axis] === 0);
  if (even && elements(shape) <= MORE_PATCHES * elements(before)) return layer;
  const along = (axis: 0 | 1): number => {
    const wanted = (shape[axis]! * layer.patchSize[axis]) / before[axis]!;
    const even = Array.from({ length: shape[axis]! }, (_, i) => i + 1).filter((size) => shape[axis]! % size === 0);
    return even.reduce((best, size) => (Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best));
  };
  return { ...layer, patchSize: [along(0), along(1)] };
}

const withUnits = (layers: readonly LayerSpec[], units: number): LayerSpec[] =>
  layers.map((layer, i) => (i === layers.length - 1 && layer.type === 'Dense' ? { ...layer, units } : layer));

const outputOf = (layers: readonly LayerSpec[], shape: Shape): Shape | null => {
  if (layers.length === 0) return shape;
  return faultWith(layers, shape) === null ? describeLayers(layers, shape).at(-1)!.outputShape : null;
};

/** Why a layer does not take this shape; null if it does. A softmax at the end is right there and nowhere else. */
function faultWith(layers: readonly LayerSpec[], shape: Shape): ModelFault | null {
  try {
    describeLayers(layers, shape);
    return null;
  } catch (error) {
    if (error instanceof AppError) return faultOf(error);
    throw error;
  }
}
