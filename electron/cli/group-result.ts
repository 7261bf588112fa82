import { isResumable, type Run, type RunGroup } from '../../shared/contract/schemas/run.ts';
import { keptValidation, summarizeGroup } from '../../shared/runs/group.ts';
import type { Spread } from '../../shared/runs/spread.ts';
import { duration } from '../../shared/words/numbers.ts';
import { percent, table, type Output } from './output.ts';

/**
 * Prints the results of a group's runs together. `runs` are in the group's order; `interrupted`: some of them were, and
 * can be resumed.
 */
export function tellGroup(runs: readonly Run[], output: Output, interrupted: boolean): void {
  const summary = summarizeGroup(runs);
  if (!summary) return;
  const { id, kind, count, done, test, validation } = summary;
  const resumable = runs.filter(({ status }) => isResumable(status)).map((run) => run.id);
  output.line({
    type: interrupted ? 'interrupted' : 'result',
    group: { id, kind, count, done },
    runs: runs.map(facts),
    test,
    validation,
    ...(interrupted ? { resumable } : {}),
  });
  const head = ['', kind === 'folds' ? 'fold' : 'seed', 'test', 'validation', 'images/s', 'time', 'run'];
  output.say(table([head, ...runs.map((run) => cells(run, kind))]));
  if (test) output.say(`test accuracy        ${inWords(test)}`);
  if (validation) output.say(`validation accuracy  ${inWords(validation)}`);
  output.say(`${done} of ${count} runs finished`);
}

function facts(run: Run) {
  const { recipe, group } = run.spec;
  return {
    run: run.id,
    index: group?.index ?? 0,
    seed: recipe.seed,
    status: run.status,
    test: run.result?.tests[0]?.accuracy ?? null,
    validation: keptValidation(run),
    imagesPerSecond: run.result?.imagesPerSecond ?? null,
    seconds: run.result?.seconds ?? null,
    weightsSha256: run.result?.weightsSha256 ?? null,
  };
}

function cells(run: Run, kind: RunGroup['kind']): string[] {
  const { index, seed, status, test, validation, imagesPerSecond, seconds } = facts(run);
  return [
    `${index + 1}`,
    kind === 'folds' ? `${index + 1}/${run.spec.group?.count ?? 0}` : `${seed}`,
    test === null ? status : percent(test),
    validation === null ? '-' : percent(validation),
    imagesPerSecond === null ? '-' : `${Math.round(imagesPerSecond)}`,
    seconds === null ? '-' : duration(seconds),
    run.id,
  ];
}

/** "99.21% (deviation 0.05%, 95%: 99.08% to 99.34%)". */
function inWords({ mean, deviation, interval95 }: Spread): string {
  if (deviation === null || interval95 === null) return percent(mean);
  const [low, high] = interval95.map((share) => percent(share));
  return `${percent(mean)} (deviation ${percent(deviation)}, 95%: ${low} to ${high})`;
}
