import type { Run, RunResult, RunStatus } from '../contract/schemas/run.ts';
import type { RunLog } from '../contract/schemas/run-log.ts';

const NO_RESULT: RunResult = { tests: [], weightsSha256: '', imagesPerSecond: null, seconds: 0 };

/**
 * A run's record after one more log. Pure; the one place that says what each log means for the record. A request that
 * the trainer has not yet carried out (pausing, stopping) is kept when earlier logs arrive: `paused` does not undo a
 * stop that was requested after the pause.
 */
export function applyLog(run: Run, log: RunLog): Run {
  switch (log.type) {
    case 'stage':
    case 'taken':
    case 'memory':
    case 'finishing':
      return run;
    case 'started':
      return {
        ...run,
        status: goesOn(run.status),
        engine: log.engine,
        totalSteps: log.totalSteps,
        stepsPerEpoch: log.stepsPerEpoch,
        validationCount: log.validationCount,
        parameters: log.parameters,
        startedAt: run.startedAt ?? log.time,
      };
    case 'steps':
    case 'skipped':
      return { ...run, step: log.step };
    case 'epoch':
      return {
        ...run,
        step: log.step,
        epoch: log.epoch,
        lastTrain: log.train,
        lastValidation: log.validation,
        best: log.best,
      };
    case 'early-stopped':
      return { ...run, step: log.step, epoch: log.epoch };
    case 'checkpoint':
      return { ...run, checkpointStep: log.step };
    case 'paused':
      return { ...run, status: run.status === 'stopping' ? 'stopping' : 'paused', step: log.step };
    case 'resumed':
      return backTo({ ...run, status: goesOn(run.status) }, log.step);
    case 'stopped':
      return { ...run, status: 'stopped', step: log.step, endedAt: log.time };
    case 'diverged':
      return backTo(run, log.checkpointStep);
    case 'test':
      return withResult(run, { tests: [...(run.result?.tests ?? []), log.result] });
    case 'compared':
      return withResult(run, { comparisons: [...(run.result?.comparisons ?? []), log.comparison] });
    case 'warning':
      return withResult(run, { warnings: [...(run.result?.warnings ?? []), log.warning] });
    case 'finished':
      return {
        ...run,
        status: 'finished',
        step: log.step,
        endedAt: log.time,
        result: {
          ...(run.result ?? NO_RESULT),
          weightsSha256: log.weightsSha256,
          imagesPerSecond: log.imagesPerSecond,
          seconds: log.seconds,
        },
      };
    case 'failed':
      return { ...run, status: 'failed', error: log.error, endedAt: log.time };
  }
}

const withResult = (run: Run, more: Partial<RunResult>): Run => ({
  ...run,
  result: { ...(run.result ?? NO_RESULT), ...more },
});

/** The status of a run that is training now; pausing and stopping stay. */
const goesOn = (status: RunStatus): RunStatus => (status === 'starting' || status === 'paused' ? 'running' : status);

/** The record of a run that is back at `step`: what was recorded of later steps is dropped. */
function backTo(run: Run, step: number): Run {
  const epoch = completedEpochs(run, step);
  const gone = epoch < run.epoch;
  return {
    ...run,
    step,
    epoch,
    checkpointStep: run.checkpointStep === null ? null : Math.min(run.checkpointStep, step),
    best: run.best && run.best.step > step ? null : run.best,
    lastTrain: gone ? null : run.lastTrain,
    lastValidation: gone ? null : run.lastValidation,
  };
}

const completedEpochs = (run: Run, step: number): number =>
  run.stepsPerEpoch > 0 ? Math.min(run.epoch, Math.floor(step / run.stepsPerEpoch)) : 0;
