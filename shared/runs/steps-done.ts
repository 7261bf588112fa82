import type { RunStatus } from '../contract/schemas/run.ts';
import type { RunSummary } from '../contract/schemas/run-summary.ts';
import type { StepsLog } from '../contract/schemas/run-log.ts';

/** States in which a run may take steps. */
const TAKES_STEPS: ReadonlySet<RunStatus> = new Set(['running', 'pausing', 'stopping']);

/**
 * How many steps a run has done. While it trains, its logs may be ahead of its record, or the record ahead of the logs
 * that have arrived: the larger number is right. `latest` is the newest log of steps that still holds.
 */
export const stepsDone = (run: Pick<RunSummary, 'status' | 'step'>, latest: StepsLog | null | undefined): number =>
  TAKES_STEPS.has(run.status) ? Math.max(run.step, latest?.step ?? 0) : run.step;
