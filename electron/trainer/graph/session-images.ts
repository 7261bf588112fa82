import type { Tensor } from '@tensorflow/tfjs-core';
import type { ImageSet } from '../data/image-set.ts';
import { byteTensor } from '../ops/image-bytes.ts';
import { DT } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';

interface Table {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
  readonly handle: Ref;
  readonly input: Ref;
}

/** A training set in a session, as bytes: batches are gathered there. */
export class SessionImages {
  /** To be fetched once, with `feeds`: the images are in. */
  readonly ready: Ref;
  private readonly graph: GraphBuilder;
  private readonly tables: readonly [Table, Table];

  /** `inputShape` is one image's: [height, width, channels]. */
  constructor(graph: GraphBuilder, { count, images, labels }: ImageSet, inputShape: readonly number[]) {
    this.graph = graph;
    const table = (name: string, bytes: Uint8Array, shape: readonly number[]): Table => ({
      bytes,
      shape,
      handle: graph.variable(name, DT.uint8, shape),
      input: graph.placeholder(DT.uint8, shape),
    });
    this.tables = [table('images', images, [count, ...inputShape]), table('labels', labels, [count])];
    this.ready = graph.group(this.tables.map(({ handle, input }) => graph.assign(handle, input, DT.uint8)));
  }

  /** Call it inside a tidy. */
  feeds(): (readonly [Ref, Tensor])[] {
    return this.tables.map(({ input, bytes, shape }) => [input, byteTensor(bytes, shape)] as const);
  }

  /** Images and labels, uint8, at an int32 vector of indices. */
  batch(indices: Ref): [Ref, Ref] {
    const rows = ({ handle }: Table): Ref => this.graph.gather(this.graph.read(handle, DT.uint8), DT.uint8, indices);
    return [rows(this.tables[0]), rows(this.tables[1])];
  }
}
