import { isActive, type Run, type RunId } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { duration, lossText, rateText } from '../../shared/words/numbers.ts';
import type { Services } from '../hosts/create-services.ts';
import { percent, type Output } from './output.ts';

export interface Followed {
  /** Its record at its end. */
  readonly run: Run;
  /** Seconds of each stage before this sitting's first step. */
  readonly stages: Readonly<Record<string, number>>;
}

/**
 * Listens to the services from now on. The returned function reports on one run until it has ended. Listening begins
 * before the runs do, so that nothing is missed.
 */
export function followRuns(services: Services, output: Output): (id: RunId) => Promise<Followed> {
  const early = new Map<RunId, RunLog[]>();
  const tellers = new Map<RunId, (log: RunLog) => void>();
  services.runs.records.onLogs.on(({ id, logs }) => {
    const tell = tellers.get(id);
    if (tell) logs.forEach(tell);
    else early.set(id, [...(early.get(id) ?? []), ...logs]);
  });
  return async (id) => {
    const stages: Record<string, number> = {};
    const told = createTeller(id, output);
    const tell = (log: RunLog): void => {
      if (log.type === 'stage') stages[log.stage] = log.seconds;
      told(log);
    };
    tellers.set(id, tell);
    early.get(id)?.forEach(tell);
    early.delete(id);
    return { run: await ending(services, id), stages };
  };
}

/** Resolves with the run's record once it is not active any more. */
function ending(services: Services, id: RunId): Promise<Run> {
  return new Promise((resolve, reject) => {
    const stop = services.runs.records.onChanged.on((run) => settle(run));
    const settle = (run: Run): void => {
      // The last change comes when everything is on disk and the run has left the queue.
      if (run.id !== id || isActive(run.status) || services.runs.records.live(id)) return;
      stop();
      resolve(run);
    };
    services.runs.records.get(id).then(settle, reject);
  });
}

function createTeller(run: RunId, output: Output): (log: RunLog) => void {
  let [step, epoch] = [0, 0];
  return (log) => {
    if ('step' in log) step = log.step;
    if ('epoch' in log) epoch = log.epoch;
    output.line({ run, step, epoch, ...log });
    if (!output.json) tell(log, output);
  };
}

function tell(log: RunLog, output: Output): void {
  switch (log.type) {
    case 'steps': {
      const { epoch, step, loss, learningRate, imagesPerSecond, etaSeconds } = log;
      const rate = `learning rate ${rateText(learningRate.at(-1)!)}`;
      const left = etaSeconds === null ? '' : `, ${duration(etaSeconds)} left`;
      const speed = `${Math.round(imagesPerSecond)} images/s${left}`;
      return output.progress(`epoch ${epoch}, step ${step}: loss ${lossText(loss.at(-1)!)}, ${rate}, ${speed}`);
    }
    case 'epoch': {
      const overflow = log.validation?.loss === null ? ' (its loss is not finite)' : '';
      const validation = log.validation ? `, validation ${percent(log.validation.accuracy)}${overflow}` : '';
      return output.note(
        `epoch ${log.epoch}: training ${percent(log.train.accuracy)}${validation}, ${duration(log.seconds)}`,
      );
    }
    case 'skipped':
      return output.note(`step ${log.step} was not finite and changed nothing`);
    case 'early-stopped':
      return output.note(`validation has not improved since epoch ${log.best}: stopped after epoch ${log.epoch}`);
  }
}
