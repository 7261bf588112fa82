import type { Random } from '../../../shared/random/random.ts';
import type { WeightSpec } from './layer.ts';
import { orthogonal } from './orthogonal.ts';

/**
 * First values of a weight, as Keras draws them; `random` is the run's `init` stream, used in layer order, so that
 * they depend on nothing but the seed.
 */
export function initialize({ shape, initializer }: WeightSpec, random: Random): Float32Array {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  switch (initializer) {
    case 'zeros':
      return values;
    case 'ones':
      return values.fill(1);
    case 'unitForgetBias':
      // Gates in the order i, f, c, o: LSTMs learn better that begin by remembering (Jozefowicz, 2015).
      return values.fill(1, values.length / 4, values.length / 2);
    case 'normal':
      return values.map(() => random.normal(0, 0.02));
    case 'orthogonal':
      return orthogonal(shape[0]!, shape[1]!, random);
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (fanIn(shape) + fanOut(shape)));
      return values.map(() => random.uniform(-limit, limit));
    }
  }
}

/** Of a kernel [in, out] or [kh, kw, in, out]: each output sees kh x kw x in values. */
const fanIn = (shape: readonly number[]): number => shape.slice(0, -1).reduce((product, n) => product * n, 1);
const fanOut = (shape: readonly number[]): number =>
  shape.slice(0, -2).reduce((product, n) => product * n, 1) * shape.at(-1)!;
