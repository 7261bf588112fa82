import type { ErrorData } from '../contract/errors.ts';
import type { Run } from '../contract/schemas/run.ts';
import type { EpochLog, RunLog } from '../contract/schemas/run-log.ts';
import type { Metric, Objective } from '../contract/schemas/study.ts';
import { isBetter } from './objectives.ts';

/** The direction that a metric is usually meant in. */
export const usualDirection = (metric: Metric): Objective['direction'] =>
  metric === 'validationAccuracy' ? 'maximize' : 'minimize';

/** Whether a metric is known after each epoch, so that a pruner can go by it. */
export const isReported = (metric: Metric): boolean => metric === 'validationAccuracy' || metric === 'validationLoss';

/** The best of the epochs until now by the objective; null while none was finite. */
export function bestReport(epochs: readonly EpochLog[], objective: Objective): number | null {
  const values = epochs.flatMap(({ validation }) => valueOf(validation, objective.metric) ?? []);
  return values.length === 0 ? null : values.reduce((a, b) => (isBetter(b, a, objective) ? b : a));
}

/** What the pruner hears after each of the epochs, in order. */
export function reportsOf(logs: readonly RunLog[], objective: Objective): { epoch: number; value: number | null }[] {
  const epochs = logs.filter((log): log is EpochLog => log.type === 'epoch');
  return epochs.map(({ epoch }, i) => ({ epoch, value: bestReport(epochs.slice(0, i + 1), objective) }));
}

export type Measured =
  | { readonly status: 'finished'; readonly objective: number[] }
  | { readonly status: 'failed'; readonly error: ErrorData };

/**
 * What a run that has finished comes to. One whose validation is not finite in the end has diverged, whatever it was before.
 */
export function measure(run: Run, logs: readonly RunLog[], objectives: readonly Objective[]): Measured {
  const epochs = logs.filter((log): log is EpochLog => log.type === 'epoch');
  const diverged: Measured = { status: 'failed', error: { code: 'training-diverged', params: { step: run.step } } };
  if ((epochs.at(-1)?.validation?.loss ?? null) === null) return diverged;
  const values = objectives.map((objective) => {
    switch (objective.metric) {
      case 'trainingSeconds':
        return run.result?.seconds ?? null;
      case 'parameters':
        return run.parameters;
      default:
        return bestReport(epochs, objective);
    }
  });
  const objective = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return objective.length === objectives.length ? { status: 'finished', objective } : diverged;
}

function valueOf(validation: EpochLog['validation'], metric: Metric): number | null {
  if (!validation) return null;
  const value = metric === 'validationLoss' ? validation.loss : validation.accuracy;
  return value !== null && Number.isFinite(value) ? value : null;
}
