import v8 from 'node:v8';
import vm from 'node:vm';

// Only a context that is created after this flag was set has `gc`.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

/** Bytes outside V8's heap that may be garbage. A collection takes some 20 ms, so not each checkpoint can have one. */
const MOST_GARBAGE = 16e6;
let kept = Infinity;

/**
 * Collects what checkpoints leave behind, once it is large: copies of weights and slots. These megabytes lie outside
 * V8's own heap, which grows so little that V8 would not collect them for a dozen epochs.
 */
export function collectCopies(): void {
  const { external } = process.memoryUsage();
  kept = Math.min(kept, external);
  if (external - kept < MOST_GARBAGE) return;
  collect();
  kept = process.memoryUsage().external;
}
