import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Values } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';
import { naming } from './missing-op.ts';
import { tensorId } from './trace.ts';

/**
 * A TensorFlow session over a graph of ours; its variables live until `dispose`. The graph goes to TensorFlow as a
 * SavedModel in a temporary folder, which is gone again when the constructor returns.
 * The constructor throws `op-missing` {op} if the installed libtensorflow lacks an op of the graph.
 */
export class GraphSession {
  private readonly backend: NodeJSKernelBackend;
  private readonly id: number;

  constructor(backend: NodeJSKernelBackend, graph: GraphBuilder) {
    this.backend = backend;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-graph-'));
    try {
      fs.writeFileSync(path.join(folder, 'saved_model.pb'), graph.encode());
      fs.mkdirSync(path.join(folder, 'variables'));
      this.id = naming(() => backend.binding.loadSavedModel(folder, 'serve'));
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * Feeds tensors to placeholders, runs whatever `fetches` need and returns the fetched values: float32, int32 or (for bool)
   * bytes. The tensors stay the caller's.
   */
  run(feeds: readonly (readonly [Ref, Tensor])[], fetches: readonly Ref[]): Values[] {
    const inputs = feeds.map(([, tensor]) => tensorId(this.backend, tensor));
    const names = feeds.map(([ref]) => ref).join(',');
    const outputs = this.backend.binding.runSavedModel(this.id, inputs, names, fetches.join(','));
    try {
      return outputs.map(({ id }) => this.backend.binding.tensorDataSync(id) as Values);
    } finally {
      for (const { id } of outputs) this.backend.binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.backend.binding.deleteSavedModel(this.id);
  }
}
