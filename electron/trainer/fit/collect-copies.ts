import v8 from 'node:v8';
import vm from 'node:vm';

// V8 gives its collector to a context made after this.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

/** A collection takes some 20 ms: this keeps it under a hundredth of the time. */
const PAUSE_MS = 2000;
let collectedAt = -Infinity;

/**
 * Frees what an epoch's end left behind: copies of weights and slots, megabytes outside V8's own heap, which is so small
 * beside them that it would not collect for a dozen epochs.
 */
export function collectCopies(): void {
  if (performance.now() - collectedAt < PAUSE_MS) return;
  collect();
  collectedAt = performance.now();
}
