import type { RunLog } from '../contract/schemas/run-log.ts';

/**
 * The logs that still hold: a `resumed` at step k means that later steps are done again,
 * so what was told of them goes. Order is kept.
 */
export function supersede(logs: readonly RunLog[]): RunLog[] {
  let kept: RunLog[] = [];
  for (const log of logs) {
    if (log.type === 'resumed' && kept.some((earlier) => isLater(earlier, log.step))) {
      kept = kept.filter((earlier) => !isLater(earlier, log.step));
    }
    kept.push(log);
  }
  return kept;
}

/** Whether a log tells of a step after `step`. What tells of no step (stages, tests) holds wherever it stands. */
const isLater = (log: RunLog, step: number): boolean => 'step' in log && log.step > step;
