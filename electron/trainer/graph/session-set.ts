import type { Tensor } from '@tensorflow/tfjs-core';
import { allEntries, allLabels, entryShape, isFeatures, labelShape, type StepSet } from '../step/step-set.ts';
import { DT } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';

interface Table {
  readonly type: number;
  readonly handle: Ref;
  readonly input: Ref;
  readonly content: () => Tensor;
}

/** A training set in a session, images as bytes: batches are gathered there. */
export class SessionSet {
  /** To be fetched with `feeds`: all is in. Once, and again when the set has changed. */
  readonly ready: Ref;
  private readonly graph: GraphBuilder;
  private readonly tables: readonly [Table, Table];

  /** `inputShape` is one image's: [height, width, channels]. */
  constructor(graph: GraphBuilder, set: StepSet, inputShape: readonly number[]) {
    this.graph = graph;
    const table = (name: string, type: number, shape: readonly number[], content: () => Tensor): Table => ({
      type,
      handle: graph.variable(name, type, shape),
      input: graph.placeholder(type, shape),
      content,
    });
    const shape = [set.count, ...entryShape(set, inputShape)];
    this.tables = [
      table('entries', isFeatures(set) ? DT.float : DT.uint8, shape, () => allEntries(set, inputShape)),
      table('labels', DT.int32, labelShape(set, set.count), () => allLabels(set)),
    ];
    this.ready = graph.group(this.tables.map(({ handle, input, type }) => graph.assign(handle, input, type)));
  }

  /** Call it inside a tidy. */
  feeds(): (readonly [Ref, Tensor])[] {
    return this.tables.map(({ input, content }) => [input, content()] as const);
  }

  /** Images, uint8, or features, float32, and labels, int32, at an int32 vector of indices. */
  batch(indices: Ref): [Ref, Ref] {
    const rows = ({ handle, type }: Table): Ref => this.graph.gather(this.graph.read(handle, type), type, indices);
    return [rows(this.tables[0]), rows(this.tables[1])];
  }
}
