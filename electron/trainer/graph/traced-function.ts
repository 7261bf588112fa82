import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import type { GraphBuilder, Ref } from './graph-builder.ts';
import { replay } from './replay.ts';
import { tidied } from './tidied.ts';
import { tensorId, trace } from './trace.ts';
import type { VariableOrder } from './variable-order.ts';

/**
 * A computation that was run once and written down: it can be written into a graph any number of times, each time with
 * other inputs, one after the other over the same variables.
 */
export interface TracedFunction {
  /**
   * `inputs` and `handles` stand for the tensors and the variables' handles that it was traced with, in their order.
   * Returns the result's ref. `order` has what came before in the graph, and then also what this does.
   */
  write(graph: GraphBuilder, inputs: readonly Ref[], handles: readonly Ref[], order: VariableOrder): Ref;
  /** The number of its ops. */
  readonly size: number;
}

/**
 * Traces `compute`, which reads `inputs` and the variables of `handles` and nothing else that changes. It is really run:
 * what it writes to variables is written. Throws what a trace throws (see trace.ts); `write` throws where it read
 * anything else.
 */
export function traceFunction(
  backend: NodeJSKernelBackend,
  inputs: readonly Tensor[],
  handles: readonly Tensor[],
  compute: () => Tensor,
): TracedFunction {
  return tidied(() => {
    const [inputIds, handleIds] = [inputs, handles].map((tensors) => tensors.map((t) => tensorId(backend, t)));
    const { trace: traced, result } = trace(backend, compute);
    const resultId = tensorId(backend, result);
    return {
      size: traced.ops.length,
      write(graph, inputRefs, handleRefs, order) {
        const bound = new Map<number, Ref>();
        inputIds!.forEach((id, i) => bound.set(id, inputRefs[i]!));
        handleIds!.forEach((id, i) => bound.set(id, handleRefs[i]!));
        return replay(graph, backend.binding, traced, bound, new Set(handleRefs), order).get(resultId)!;
      },
    };
  });
}
