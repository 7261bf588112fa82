import { isActive, type Run, type RunId, type TestResult } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import type { Services } from '../hosts/create-services.ts';
import { clock, percent, type Output } from './output.ts';

export interface Followed {
  /** The command's exit code. */
  readonly code: number;
  readonly run: Run;
}

/**
 * Listens to the services from now on; the function returned tells of one run until it has ended. Listening begins before
 * the run does, so that nothing of it is missed.
 */
export function followRun(services: Services, output: Output): (id: RunId) => Promise<Followed> {
  const early: { id: RunId; logs: RunLog[] }[] = [];
  let hear = (news: { id: RunId; logs: RunLog[] }): void => void early.push(news);
  services.runs.records.onLogs.on((news) => hear(news));
  return async (id) => {
    const tell = createTeller(id, output);
    hear = ({ id: of, logs }) => {
      if (of === id) logs.forEach(tell);
    };
    early.forEach(hear);
    const run = await ending(services, id);
    return { code: report(run, output, services.env.systemLanguage), run };
  };
}

/** Resolves with the run's record once it is not active any more. */
function ending(services: Services, id: RunId): Promise<Run> {
  return new Promise((resolve, reject) => {
    const stop = services.runs.records.onChanged.on((run) => settle(run));
    const settle = (run: Run): void => {
      // The last change is told when all is on disk and the run has left the queue.
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
    if (output.json) return;
    if (log.type === 'step') {
      const left = clock(log.etaSeconds);
      output.progress(
        `epoch ${log.epoch}, step ${log.step}: loss ${log.loss.toFixed(4)}, ${Math.round(log.imagesPerSecond)} images/s, ${left} left`,
      );
    } else if (log.type === 'epoch') {
      const validation = log.validation ? `, validation ${percent(log.validation.accuracy)}` : '';
      output.note(`epoch ${log.epoch}: training ${percent(log.train.accuracy)}${validation}, ${clock(log.seconds)}`);
    }
  };
}

/** The end of a run on both outputs. */
function report(run: Run, output: Output, language: string): number {
  if (run.status === 'finished' && run.result) {
    const { tests, weightsSha256, imagesPerSecond, seconds } = run.result;
    output.line({
      type: 'result',
      run: run.id,
      step: run.step,
      epoch: run.epoch,
      test: tests[0] ? withoutConfusion(tests[0]) : null,
      tests: tests.map(withoutConfusion),
      best: run.best,
      weightsSha256,
      imagesPerSecond,
      seconds,
      engine: run.engine,
    });
    for (const { dataset, accuracy, n, interval95 } of tests) {
      const [low, high] = interval95.map((share) => percent(share));
      output.say(`${dataset}: test accuracy ${percent(accuracy)} of ${n} images (95 %: ${low} to ${high})`);
    }
    output.say(`${run.id}: ${Math.round(imagesPerSecond ?? 0)} images/s, weights ${weightsSha256.slice(0, 12)}`);
    return 0;
  }
  if (run.status === 'stopped' || (run.status === 'interrupted' && !run.error)) {
    output.line({ type: 'interrupted', run: run.id, step: run.step, epoch: run.epoch });
    output.note(`interrupted at step ${run.step}; go on with: npm run -s inkstone -- runs resume ${run.id}`);
    return 130;
  }
  output.line({ type: 'error', run: run.id, step: run.step, epoch: run.epoch, error: run.error });
  if (run.error) output.note(errorWords(run.error, language));
  return 1;
}

/** The table is in run.json; a result line stays readable without it. */
export function withoutConfusion({ dataset, accuracy, loss, n, interval95 }: TestResult) {
  return { dataset, accuracy, loss, n, interval95 };
}
