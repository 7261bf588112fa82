import type { RunLog, StepsLog } from '../contract/schemas/run-log.ts';

/**
 * The logs that still hold: a `resumed` at step k means that later steps are done again,
 * so what was told of them goes. Order is kept.
 */
export function supersede(logs: readonly RunLog[]): RunLog[] {
  let kept: RunLog[] = [];
  for (const log of logs) {
    if (log.type === 'resumed' && kept.some((earlier) => isLater(earlier, log.step))) {
      kept = kept.flatMap((earlier) => (isLater(earlier, log.step) ? upTo(earlier, log.step) : [earlier]));
    }
    kept.push(log);
  }
  return kept;
}

/** The newest log of steps that still holds, after more logs; null if there is none. */
export function newestSteps(before: StepsLog | null, logs: readonly RunLog[]): StepsLog | null {
  const kept = supersede(before === null ? logs : [before, ...logs]);
  return kept.filter((log) => log.type === 'steps').at(-1) ?? null;
}

/** Whether a log is of a step after `step`. Logs without a step (stages, tests) always hold. */
export const isLater = (log: RunLog, step: number): boolean => 'step' in log && log.step > step;

/** The part of a log that still holds: of steps in one log, only some may be later. */
function upTo(log: RunLog, step: number): StepsLog[] {
  if (log.type !== 'steps') return [];
  const length = log.loss.length - (log.step - step);
  if (length < 1) return [];
  const [loss, accuracy, learningRate] = [log.loss, log.accuracy, log.learningRate].map((all) => all.slice(0, length));
  return [{ ...log, step, loss: loss!, accuracy: accuracy!, learningRate: learningRate! }];
}
