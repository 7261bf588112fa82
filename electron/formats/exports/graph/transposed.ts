import { elements } from '../../../../shared/model/info.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';

/** The same weight with its axes in another order, as NumPy's transpose does it. */
export function transposed({ name, shape, values }: NamedTensor, axes: readonly number[]): NamedTensor {
  const strides = shape.map((_, axis) => elements(shape.slice(axis + 1)));
  const [sizes, steps] = [axes.map((axis) => shape[axis]!), axes.map((axis) => strides[axis]!)];
  const turned = new Float32Array(values.length);
  const place = new Array<number>(axes.length).fill(0);
  for (let at = 0, from = 0; at < turned.length; at++) {
    turned[at] = values[from]!;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      place[axis] = 0;
    }
  }
  return { name, shape: sizes, values: turned };
}
