import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';

/**
 * From now on times the graph calls of this process that are fed something: steps, and not the reading of weights. The
 * function returned says how many seconds they have taken so far.
 */
export function timeTensorflow(): () => number {
  const backend = tf.backend() as NodeJSKernelBackend;
  const addon = backend.binding;
  let milliseconds = 0;
  const runSavedModel: typeof addon.runSavedModel = (id, inputs, ...names) => {
    const start = performance.now();
    try {
      return addon.runSavedModel(id, inputs, ...names);
    } finally {
      if (inputs.length > 0) milliseconds += performance.now() - start;
    }
  };
  // The addon's own properties cannot be set.
  backend.binding = Object.create(addon, { runSavedModel: { value: runSavedModel } }) as typeof addon;
  return () => milliseconds / 1000;
}
