import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attribute } from '../native.ts';

/**
 * One of TensorFlow's ops, by TensorFlow's name and with its inputs, attributes and outputs, in tfjs's own ops: it runs on
 * whatever backend tfjs has. Called inside a tidy; has no gradient, as TensorFlow's has none for tfjs.
 */
export type PortableOp = (inputs: readonly Tensor[], attributes: Attributes) => Tensor | Tensor[];

export type OpTable = Readonly<Record<string, PortableOp>>;

/** An op's attributes by their names. Throws for one that is not there or of another kind. */
export class Attributes {
  private readonly values: ReadonlyMap<string, Attribute['value']>;

  constructor(attributes: readonly Attribute[]) {
    this.values = new Map(attributes.map(({ name, value }) => [name, value]));
  }

  number(name: string): number {
    return this.get(name, (value) => typeof value === 'number') as number;
  }

  boolean(name: string): boolean {
    return this.get(name, (value) => typeof value === 'boolean') as boolean;
  }

  text(name: string): string {
    return this.get(name, (value) => typeof value === 'string') as string;
  }

  numbers(name: string): readonly number[] {
    return this.get(name, Array.isArray) as readonly number[];
  }

  private get(name: string, fits: (value: unknown) => boolean): unknown {
    const value = this.values.get(name);
    if (!fits(value)) throw new Error(`attribute ${name} is ${String(value)}`);
    return value;
  }
}

/** Runs one of tfjs's kernels that it has no function for: a gradient. */
export const kernel = (name: string, inputs: Readonly<Record<string, Tensor>>, attributes: object): Tensor =>
  tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as unknown as Tensor;
