import type { Detector } from '../../../shared/known/detector.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import { DamagedFile } from '../formats/safetensors.ts';

/** The detector as tensors for a file. */
export const detectorTensors = (detector: Detector): NamedTensor[] => {
  const [evidence, hidden, kinds] = [detector.mean.length, detector.hiddenBias.length, detector.kindsBias.length];
  return [
    { name: 'mean', shape: [evidence], values: detector.mean },
    { name: 'scale', shape: [evidence], values: detector.scale },
    { name: 'hidden/kernel', shape: [evidence, hidden], values: detector.hiddenKernel, dtype: 'BF16' },
    { name: 'hidden/bias', shape: [hidden], values: detector.hiddenBias },
    { name: 'kinds/kernel', shape: [hidden, kinds], values: detector.kindsKernel },
    { name: 'kinds/bias', shape: [kinds], values: detector.kindsBias },
  ];
};

/**
 * The detector from a file's tensors, for evidence of this size and so many kinds. Throws DamagedFile if it is no such
 * detector.
 */
export function detectorFrom(tensors: readonly NamedTensor[], evidence: number, kinds: number): Detector {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const hidden = byName.get('hidden/bias')?.values.length ?? 0;
  const read = (name: string, shape: readonly number[]): Float32Array => {
    const tensor = byName.get(name);
    if (tensor?.shape.join() !== shape.join()) throw new DamagedFile(`${name} is missing or has another shape`);
    return tensor.values;
  };
  return {
    mean: read('mean', [evidence]),
    scale: read('scale', [evidence]),
    hiddenKernel: read('hidden/kernel', [evidence, hidden]),
    hiddenBias: read('hidden/bias', [hidden]),
    kindsKernel: read('kinds/kernel', [hidden, kinds]),
    kindsBias: read('kinds/bias', [kinds]),
  };
}
