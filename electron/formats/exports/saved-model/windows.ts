import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { Slide } from '../graph/graph-ops.ts';

/**
 * What a dilated window needs around an image, and loses of it again, for it to be cut into grids of every `rate`-th row and column: two numbers for each
 * axis, as SpaceToBatchND and BatchToSpaceND take them.
 */
export function gridsOf({ input, size, dilationRate, padding }: Slide): { edges: number[]; crops: number[] } {
  const plans = ([0, 1] as const).map((axis) => {
    const [length, rate] = [input[axis]!, dilationRate[axis]];
    const same = padding === 'same' ? (size[axis] - 1) * rate : 0;
    const before = Math.floor(same / 2);
    const crop = (rate - ((length + same) % rate)) % rate;
    return { before, after: same - before + crop, crop };
  });
  return {
    edges: plans.flatMap(({ before, after }) => [before, after]),
    crops: plans.flatMap(({ crop }) => [0, crop]),
  };
}

/** A kernel [kh, kw, 1, out] with a second channel of zeros. */
export function withEmptyChannel({ name, shape: [height, width, , outputs], values }: NamedTensor): NamedTensor {
  const widened = new Float32Array(2 * values.length);
  for (let at = 0; at < values.length; at += outputs!) widened.set(values.subarray(at, at + outputs!), 2 * at);
  return { name, shape: [height!, width!, 2, outputs!], values: widened };
}
