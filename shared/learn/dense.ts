/** Keras's Dense on one vector, before its activation. */
export interface DenseLayer {
  /** [inputs, units]. */
  readonly kernel: Float32Array;
  /** One a unit; null without bias. */
  readonly bias: Float32Array | null;
  readonly units: number;
}

/** The weights that lead to one unit: one for each input. */
export function weightsTo({ kernel, units }: DenseLayer, unit: number): Float32Array {
  return Float32Array.from({ length: kernel.length / units }, (_, i) => kernel[i * units + unit]!);
}

/** Each input times its weight: what it adds to the unit's sum. */
export const products = (inputs: Float32Array, weights: Float32Array): Float32Array =>
  inputs.map((value, i) => value * weights[i]!);

/** A unit's sum with its bias, in double precision. */
export function unitSum(inputs: Float32Array, layer: DenseLayer, unit: number): number {
  const { kernel, units, bias } = layer;
  return inputs.reduce((sum, value, i) => sum + value * kernel[i * units + unit]!, bias?.[unit] ?? 0);
}

/** The places of the largest `count` values by their amount, the largest first. */
export function largest(values: Float32Array, count: number): number[] {
  return [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, count);
}

/** How many numbers a Dense layer has: a weight for each input of each unit, and a bias for each unit. */
export const parameterCount = (inputs: number, units: number, useBias: boolean): number =>
  (inputs + Number(useBias)) * units;
