import type { ModelInfo } from './info.ts';

/** Writing and reading one number of a layer's output costs about as much as so many multiplications. */
const PER_NUMBER = 24;

/** How a training step's time is shared among a model's own layers: by a measurement of each, or by what their arithmetic says. */
export function timeShares({ layers }: Pick<ModelInfo, 'layers'>, measured: readonly number[] | null): number[] {
  const costs =
    measured?.length === layers.length
      ? measured
      : layers.map(({ macs, activationBytes }) => macs + (PER_NUMBER * activationBytes) / 4);
  const sum = costs.reduce((total, cost) => total + cost, 0);
  return costs.map((cost) => (sum > 0 ? cost / sum : 0));
}
