import { AppError } from '../../contract/errors.ts';
import type { LayerOf, LayerSpec } from '../../contract/schemas/model.ts';
import { describeLayers } from '../describe-layers.ts';
import { shapeText, type Shape } from '../info.ts';

type Block = LayerOf<'Residual'>;

/** What a block's layers make of an input; null where they cannot be built. */
export function outputInside({ layers }: Pick<Block, 'layers'>, input: Shape): Shape | null {
  return attempt(() => describeLayers(layers, input).at(-1)!.outputShape);
}

/** The block so that its layers put out what comes in, and an unchanged input can be added; null where that is not possible. */
export function keepingShape(block: Block, input: Shape): Block | null {
  const layers = block.layers.map(inPlace);
  const sized = lastSized(layers);
  const candidate: Block = {
    ...block,
    shortcut: 'identity',
    layers: sized < 0 ? layers : layers.map((layer, i) => (i === sized ? withSize(layer, input.at(-1)!) : layer)),
  };
  const output = outputInside(candidate, input);
  return output && shapeText(output) === shapeText(input) ? candidate : null;
}

/** The block with `same` padding in all its layers, where a convolution then bridges it; null where none does. */
export function samePadded(block: Block, input: Shape): Block | null {
  const candidate: Block = {
    ...block,
    layers: block.layers.map((layer) => ('padding' in layer ? { ...layer, padding: 'same' } : layer)),
  };
  return attempt(() => describeLayers([candidate], input)) && candidate;
}

/** A layer that leaves height and width as they are. */
const inPlace = (layer: LayerSpec): LayerSpec =>
  'padding' in layer ? { ...layer, padding: 'same', strides: [1, 1] } : layer;

const isSized = (layer: LayerSpec): boolean => 'filters' in layer || layer.type === 'Dense';
const lastSized = (layers: readonly LayerSpec[]): number => layers.map(isSized).lastIndexOf(true);

function withSize(layer: LayerSpec, size: number): LayerSpec {
  if ('filters' in layer) return { ...layer, filters: size };
  return layer.type === 'Dense' ? { ...layer, units: size } : layer;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
