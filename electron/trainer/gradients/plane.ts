import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { stream } from '../../../shared/random/random.ts';
import type { Variable } from '../ops/variable.ts';

/** A point, or a way, in the space of all weights: a tensor for each variable. */
export type WeightVector = readonly Tensor[];

/** Beside the other one, a direction shorter than this share of its way lies in it but for rounding. */
const PARALLEL = 1e-4;

const dot = (a: WeightVector, b: WeightVector): Tensor => tf.addN(a.map((part, i) => tf.sum(tf.mul(part, b[i]!))));
const norm = (a: WeightVector): Tensor => tf.sqrt(dot(a, a));
/** a + factor b. */
const moved = (a: WeightVector, factor: Tensor | number, b: WeightVector): Tensor[] =>
  a.map((part, i) => tf.add(part, tf.mul(b[i]!, factor)));

/** Where the weights are as seen from a point. Call it inside a tidy. */
export const wayFrom = (origin: WeightVector, variables: readonly Variable[]): Tensor[] =>
  variables.map((variable, i) => tf.sub(variable.read(), origin[i]!));

/** A plane through a point of the space of all weights. */
export class Plane {
  private readonly origin: WeightVector;
  private readonly across: WeightVector;
  private readonly up: WeightVector;

  private constructor(origin: WeightVector, across: WeightVector, up: WeightVector) {
    [this.origin, this.across, this.up] = [origin, across, up];
  }

  /**
   * The one that two ways from the origin span, its axes at right angles and of length 1; where they span none, a way drawn at random
   * takes the second's, or the first's, place. Takes the origin over.
   */
  static async through(origin: WeightVector, [first, second]: readonly [WeightVector, WeightVector]): Promise<Plane> {
    const across = await unit(first, null, 1);
    const up = await unit(second, across, 2);
    return new Plane(origin, across, up);
  }

  /** The weights at a place of the plane. Call it inside a tidy. */
  at(x: number, y: number): Tensor[] {
    return moved(moved(this.origin, x, this.across), y, this.up);
  }

  /** Where the variables' values are: x and y below them on the plane, and how far off it. */
  async place(variables: readonly Variable[]): Promise<{ x: number; y: number; off: number }> {
    const found = tf.tidy(() => {
      const way = wayFrom(this.origin, variables);
      const [x, y] = [dot(way, this.across), dot(way, this.up)];
      const rest = moved(moved(way, tf.neg(x), this.across), tf.neg(y), this.up);
      return tf.stack([x, y, norm(rest)]);
    });
    const [x, y, off] = await found.data<'float32'>();
    found.dispose();
    return { x: x!, y: y!, off: off! };
  }

  dispose(): void {
    tf.dispose([...this.origin, ...this.across, ...this.up]);
  }
}

/** A way at right angles to another one, at length 1; drawn by the seed where it has no length. */
async function unit(way: WeightVector, other: WeightVector | null, seed: number): Promise<Tensor[]> {
  const upright = (given: WeightVector): Tensor[] =>
    other === null ? [...given] : moved(given, tf.neg(dot(given, other)), other);
  const lengths = tf.tidy(() => tf.stack([norm(upright(way)), norm(way)]));
  const [left, whole] = await lengths.data<'float32'>();
  lengths.dispose();
  const random = stream(seed, 'init');
  return tf.tidy(() => {
    const usable = left! > PARALLEL * whole!;
    const given = usable
      ? way
      : way.map(({ shape, size }) =>
          tf.tensor(
            Float32Array.from({ length: size }, () => random.normal()),
            shape,
          ),
        );
    const straight = upright(given);
    const length = norm(straight);
    return straight.map((part) => tf.div(part, length));
  });
}
