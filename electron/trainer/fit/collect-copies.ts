import v8 from 'node:v8';
import vm from 'node:vm';

// V8 gives its collector to a context made after this.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

/** Bytes outside V8's heap that may be garbage. A collection takes some 20 ms, so not each checkpoint can have one. */
const MOST_GARBAGE = 16e6;
let kept = Infinity;

/**
 * Frees what checkpoints leave behind, when it has become much: copies of weights and slots, megabytes outside V8's own
 * heap, which is so small beside them that it would not collect for a dozen epochs.
 */
export function collectCopies(): void {
  const { external } = process.memoryUsage();
  kept = Math.min(kept, external);
  if (external - kept < MOST_GARBAGE) return;
  collect();
  kept = process.memoryUsage().external;
}
