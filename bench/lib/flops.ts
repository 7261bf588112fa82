import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import { describeModel } from '../../shared/model/shapes.ts';

/**
 * Floating-point operations that training costs for one image, in convolutions and matrix products.
 *
 * A multiply-accumulate is two. The forward pass has each once; the backward pass twice, for the gradients of weights and of
 * inputs; but the first layer that has any needs none of its inputs. Everything else (normalisation, activations, pooling,
 * the optimizer, augmentation) is not counted, so that a share of the processor's peak is one of useful work.
 */
export function trainingFlops(spec: ModelSpec): number {
  const { layers, macs } = describeModel(spec);
  const first = layers.find((layer) => layer.macs > 0)?.macs ?? 0;
  return 2 * (3 * macs - first);
}
