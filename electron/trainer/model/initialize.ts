import type { Random } from '../../../shared/random/random.ts';
import type { WeightSpec } from './layer.ts';

/**
 * First values of a weight, as Keras draws them; `random` is the run's `init` stream, used in layer order, so that
 * they depend on nothing but the seed.
 */
export function initialize({ shape, initializer }: WeightSpec, random: Random): Float32Array {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  if (initializer === 'ones') return values.fill(1);
  if (initializer === 'glorotUniform') {
    const limit = Math.sqrt(6 / (fanIn(shape) + fanOut(shape)));
    for (let i = 0; i < values.length; i++) values[i] = random.uniform(-limit, limit);
  }
  return values;
}

/** Of a kernel [in, out] or [kh, kw, in, out]: each output sees kh x kw x in values. */
const fanIn = (shape: readonly number[]): number => shape.slice(0, -1).reduce((product, n) => product * n, 1);
const fanOut = (shape: readonly number[]): number =>
  shape.slice(0, -2).reduce((product, n) => product * n, 1) * shape.at(-1)!;
