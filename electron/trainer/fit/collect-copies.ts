import v8 from 'node:v8';
import vm from 'node:vm';

// V8 gives its collector to a context made after this.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void;

/** Bytes outside V8's heap that may be old garbage. Collecting it takes some 20 ms, so not each checkpoint can have that. */
const MOST_GARBAGE = 16e6;
let kept = Infinity;

/**
 * Frees what a checkpoint leaves behind: copies of weights and slots, megabytes outside V8's own heap, which is so small
 * beside them that it would not collect for a dozen epochs. They are young, and the young are collected in half a
 * millisecond; what has lived too long for that is collected when it has become much.
 */
export function collectCopies(): void {
  collect({ type: 'minor' });
  const { external } = process.memoryUsage();
  kept = Math.min(kept, external);
  if (external - kept < MOST_GARBAGE) return;
  collect({ type: 'major' });
  kept = process.memoryUsage().external;
}
