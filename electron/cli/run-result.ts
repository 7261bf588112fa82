import type { TestResult } from '../../shared/contract/schemas/run.ts';
import type { Comparison } from '../../shared/contract/schemas/run-result.ts';
import { errorLines } from '../../shared/words/error-words.ts';
import { numberText } from '../../shared/words/numbers.ts';
import { runWarningText } from '../../shared/words/run-warnings.ts';
import type { Followed } from './follow-runs.ts';
import { percent, type Output, type Terminal } from './output.ts';

/**
 * Reports a run's end on both outputs; the JSON line of a finished run has this `type`. Returns the exit code: 0
 * finished, 130 interrupted, 1 failed.
 */
export function tellResult(
  { run, stages }: Followed,
  output: Output,
  { systemLanguage, commandLine }: Terminal,
  type: string,
): number {
  if (run.status === 'finished' && run.result) {
    const { tests, weightsSha256, imagesPerSecond, seconds, comparisons, warnings = [] } = run.result;
    output.line({
      type,
      run: run.id,
      step: run.step,
      epoch: run.epoch,
      test: tests[0] ? withoutConfusion(tests[0]) : null,
      tests: tests.map(withoutConfusion),
      best: run.best,
      weightsSha256,
      imagesPerSecond,
      seconds,
      stages,
      engine: run.engine,
      ...(comparisons && beforeAndAfter(comparisons)),
      warnings,
      unseen: warnings.flatMap((warning) => (warning.code === 'classes-unseen' ? warning.names : [])),
    });
    for (const { dataset, accuracy, n, interval95, characterErrorRate } of tests) {
      const [low, high] = interval95.map((share) => percent(share));
      const what = characterErrorRate === undefined ? 'images' : 'lines';
      const signs = characterErrorRate === undefined ? '' : `, character error rate ${percent(characterErrorRate)}`;
      output.say(`${dataset}: test accuracy ${percent(accuracy)} of ${n} ${what} (95%: ${low} to ${high})${signs}`);
    }
    for (const comparison of comparisons ?? []) output.say(comparisonText(comparison));
    for (const warning of warnings) output.note(runWarningText(warning, systemLanguage));
    const speed = imagesPerSecond === null ? '' : `${Math.round(imagesPerSecond)} images/s, `;
    output.say(`${run.id}: ${speed}weights ${weightsSha256.slice(0, 12)}`);
    return 0;
  }
  if (run.status === 'stopped' || (run.status === 'interrupted' && !run.error)) {
    output.line({ type: 'interrupted', run: run.id, step: run.step, epoch: run.epoch });
    output.note(`interrupted at step ${run.step}; go on with: ${commandLine} runs resume ${run.id}`);
    return 130;
  }
  output.line({ type: 'error', run: run.id, step: run.step, epoch: run.epoch, error: run.error });
  if (run.error) output.note(errorLines(run.error, systemLanguage));
  return 1;
}

/** The two models on the same images, the run's own data first; the samples that changed are in run.json. */
function beforeAndAfter(comparisons: readonly Comparison[]) {
  return {
    before: comparisons.map(({ before }) => withoutConfusion(before)),
    after: comparisons.map(({ after }) => withoutConfusion(after)),
    paired: comparisons.map(({ part, bothRight, onlyBefore, onlyAfter, bothWrong, p }) => {
      return { part, bothRight, onlyBefore, onlyAfter, bothWrong, p };
    }),
  };
}

/** "mnist: before 99.60%, after 99.55% of 10000 images (12 lost, 7 won; p 0.36)". */
function comparisonText({ before, after, onlyBefore, onlyAfter, p }: Comparison): string {
  const change = `before ${percent(before.accuracy)}, after ${percent(after.accuracy)} of ${after.n} images`;
  return `${after.dataset}: ${change} (${onlyBefore} lost, ${onlyAfter} won; p ${numberText(p, 2)})`;
}

/** The table is in run.json; a result line stays readable without it. */
export function withoutConfusion({ dataset, accuracy, loss, n, interval95, characterErrorRate }: TestResult) {
  return { dataset, accuracy, loss, n, interval95, ...(characterErrorRate !== undefined && { characterErrorRate }) };
}
