import { AppError } from '../../../shared/contract/errors.ts';
import type { Assumption } from '../../../shared/contract/schemas/model-import.ts';
import type { LayerInput, ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { LONGEST_SIDE, SHORTEST_SIDE } from '../../../shared/contract/schemas/task.ts';
import type { KerasLayer } from './keras-layer.ts';
import type { Topology } from './topology.ts';

/** How an image of ours becomes what the model takes. */
export interface ModelInput {
  readonly inputShape: ModelSpec['inputShape'];
  /** A layer of ours before all others; null where the image is taken as it is. */
  readonly first: LayerInput | null;
  readonly assumptions: readonly Assumption[];
}

/**
 * A grey image, its rows without a channel, or its pixels one after the other. Throws `model-input-refused` {shape} for any other
 * input, and for sides that are not possible here.
 */
export function inputOf({ inputShape, layers }: Topology): ModelInput {
  const refused = new AppError('model-input-refused', {
    shape: inputShape?.map((side) => side ?? '?').join(' × ') ?? '?',
  });
  const sides = inputShape?.filter((side) => side !== null) ?? [];
  if (!inputShape || sides.length !== inputShape.length) throw refused;
  const imageOf = (height: number, width: number): ModelSpec['inputShape'] => {
    if ([height, width].some((side) => side < SHORTEST_SIDE || side > LONGEST_SIDE)) throw refused;
    return [height, width, 1];
  };
  const [height, width, channels] = sides as [number, number?, number?];
  if (sides.length === 3 && channels === 1)
    return { inputShape: imageOf(height, width!), first: null, assumptions: [] };
  if (sides.length === 2) {
    const first: LayerInput = { type: 'Reshape', targetShape: [height, width!] };
    return {
      inputShape: imageOf(height, width!),
      first,
      assumptions: [{ code: 'input-no-channel', facts: { height, width: width! } }],
    };
  }
  if (sides.length !== 1) throw refused;
  const [rows, columns] = imageIn(layers) ?? [Math.sqrt(height), Math.sqrt(height)];
  if (rows * columns !== height || !Number.isInteger(rows)) throw refused;
  const facts = { n: height, height: rows, width: columns };
  return {
    inputShape: imageOf(rows, columns),
    first: { type: 'Flatten' },
    assumptions: [{ code: 'input-flat', facts }],
  };
}

/** The image that a Reshape at the beginning makes of numbers in a row; null where there is none. */
function imageIn(layers: readonly KerasLayer[]): [number, number] | null {
  const first = layers.find(({ type }) => type !== 'InputLayer');
  const target = first?.type === 'Reshape' ? first.config['target_shape'] : null;
  if (!Array.isArray(target) || target.length < 2 || (target.length === 3 && target[2] !== 1)) return null;
  const [height, width] = target as unknown[];
  return typeof height === 'number' && typeof width === 'number' ? [height, width] : null;
}
