import type { Tensor } from '@tensorflow/tfjs-core';
import type { Variable } from '../ops/variable.ts';
import { DT } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';

/** Variables' twins in a session: they get their values when the session begins and are read back when somebody asks. */
export class SessionVariables {
  /** In the variables' order, as all here. */
  readonly handles: readonly Ref[];
  /** Fetch it with `feeds`, to load the values. */
  readonly ready: Ref;
  /** Fetch these for the values as they are now. */
  readonly reads: readonly Ref[];
  private readonly variables: readonly Variable[];
  private readonly inputs: readonly Ref[];

  constructor(graph: GraphBuilder, variables: readonly Variable[]) {
    this.variables = variables;
    this.handles = variables.map(({ shape }, i) => graph.variable(`variable${i}`, DT.float, shape));
    this.inputs = variables.map(({ shape }) => graph.placeholder(DT.float, shape));
    this.ready = graph.group(this.handles.map((handle, i) => graph.assign(handle, this.inputs[i]!, DT.float)));
    this.reads = this.handles.map((handle) => graph.read(handle, DT.float));
  }

  /** The variables' values as they are now. Call it inside a tidy. */
  feeds(): (readonly [Ref, Tensor])[] {
    return this.variables.map((variable, i) => [this.inputs[i]!, variable.read()] as const);
  }

  /** Sets the variables to what was fetched by `reads`. */
  takeBack(values: readonly Float32Array[]): void {
    this.variables.forEach((variable, i) => variable.write(values[i]!));
  }
}
