import { engineFacts } from '../../electron/native/engine-facts.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';

/** Loads TensorFlow as the trainer does. What the workers of this project have in common. */
export function loadEngine(): { device: string; threads: number; versions: Record<string, string> } {
  const { tensorflow, tfjs, devices, threads, node } = engineFacts(loadTensorflow());
  const versions = { tensorflow: tensorflow ?? 'none', 'tfjs-node': tfjs, node };
  return { device: devices[0] ?? 'CPU:0', threads, versions };
}

/** Optimizer steps before the first turn, for every contender. */
export const WARM_UP_STEPS = 50;
