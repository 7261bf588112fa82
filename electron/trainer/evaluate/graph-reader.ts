import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { elements } from '../../../shared/model/info.ts';
import { DT } from '../graph/attributes.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import { GraphSession } from '../graph/session.ts';
import { SessionVariables } from '../graph/session-variables.ts';
import { tidied } from '../graph/tidied.ts';
import { traceFunction } from '../graph/traced-function.ts';
import { VariableOrder } from '../graph/variable-order.ts';
import type { Model } from '../model/build-model.ts';
import { byteTensor, bytesToImages } from '../ops/image-bytes.ts';
import { forwardFor, widthOf, type Reader, type View, type WeightSource } from './reader.ts';

/**
 * Batch sizes: one drawing, a handful of digits, a full batch. Images go into the smallest batch that holds them; the
 * rest of it is blank images.
 */
const SIZES = [1, 16, 250];

interface ReadingGraph {
  /** Exactly so many images as it was made for. */
  run(images: Uint8Array): Float32Array;
  reload(): void;
  dispose(): void;
}

/** Reads in a traced graph for each batch size, made when it is first needed. Throws as the making of a graph step does. */
export function createGraphReader(model: Model, source: WeightSource, view: View): Reader {
  const graphs = new Map<number, ReadingGraph>();
  const graphOf = (size: number): ReadingGraph => {
    const graph = graphs.get(size) ?? createReadingGraph(model, source, view, size);
    graphs.set(size, graph);
    return graph;
  };
  // Made now, so that a model that cannot be traced fails here and not at its first reading.
  graphOf(SIZES[0]!);
  const largest = SIZES.at(-1)!;
  const [bytes, width] = [elements(model.spec.inputShape), widthOf(model, view)];

  return {
    mode: 'graph',
    width,
    read(images) {
      const n = images.length / bytes;
      const values = new Float32Array(n * width);
      for (let start = 0; start < n; start += largest) {
        const count = Math.min(largest, n - start);
        const size = SIZES.find((s) => s >= count)!;
        const part = images.subarray(start * bytes, (start + count) * bytes);
        const read = graphOf(size).run(count === size ? part : filled(part, size * bytes));
        values.set(read.subarray(0, count * width), start * width);
      }
      return values;
    },
    reload: () => graphs.forEach((graph) => graph.reload()),
    dispose: () => graphs.forEach((graph) => graph.dispose()),
  };
}

function filled(images: Uint8Array, bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  whole.set(images);
  return whole;
}

function createReadingGraph(model: Model, source: WeightSource, view: View, size: number): ReadingGraph {
  const backend = tf.backend() as NodeJSKernelBackend;
  const variables = model.variables.map(source);
  const shape = [size, ...model.spec.inputShape];
  const traced = tidied(() => {
    const bytes = byteTensor(new Uint8Array(elements(shape)), shape);
    const handles = variables.map(({ handle }) => handle);
    return traceFunction(backend, [bytes], handles, () =>
      forwardFor(model, view, bytesToImages(bytes), (weight) => source(weight).read()),
    );
  });
  const graph = new GraphBuilder();
  const twins = new SessionVariables(graph, variables);
  const images = graph.placeholder(DT.uint8, shape);
  const logits = traced.write(graph, [images], twins.handles, new VariableOrder());
  const session = new GraphSession(backend, graph);
  let loaded = false;

  return {
    run: (bytes) =>
      tidied(() => {
        if (!loaded) session.run(twins.feeds(), [twins.ready]);
        loaded = true;
        return session.run([[images, byteTensor(bytes, shape)]], [logits])[0] as Float32Array;
      }),
    reload: () => void (loaded = false),
    dispose: () => session.dispose(),
  };
}
