import type { Objective, StudyInfo, Trial } from '../../shared/contract/schemas/study.ts';
import { repeatsOf, searchTrials } from '../../shared/study/next-trial.ts';
import { errorLines } from '../../shared/words/error-words.ts';
import { promotionWarningText } from '../../shared/words/study-words.ts';
import { percent, table, type Output, type Terminal } from './output.ts';

const INTERRUPTED = 130;

/** A trial that has ended, as a line on the way and in the list at the end. */
export const trialFacts = ({ number, status, values, objective, run, repeats, error, worker }: Trial) => ({
  number,
  status,
  values,
  // One objective is one number, as it is spoken of.
  objective: objective && objective.length === 1 ? objective[0]! : objective,
  run,
  ...(repeats !== null && { repeats }),
  ...(worker !== null && { worker }),
  ...(error && { error: { code: error.code, params: error.params } }),
});

/** Prints what a study has come to. Returns the exit code: 0 with a best trial, 130 when it can go on, 1 for none, or when it cannot. */
export function tellStudy(
  study: StudyInfo,
  trials: readonly Trial[],
  output: Output,
  { systemLanguage, commandLine }: Terminal,
  type = endOf(study),
): number {
  const best = study.best.map((number) => ({ ...trialFacts(trials[number]!), ...seedsOf(trials, number) }));
  const isOne = study.spec.objectives.length === 1;
  output.line({
    type,
    study: study.id,
    status: study.status,
    best: isOne ? (best[0] ?? null) : best,
    trials: trials.map(trialFacts),
    seconds: study.seconds,
    ...(study.error && { error: { code: study.error.code, params: study.error.params } }),
  });
  sayTrials(study, trials, output);
  if (study.error) output.note(errorLines(study.error, systemLanguage));
  if (type === 'interrupted') output.note(`go on with: ${commandLine} search resume ${study.id}`);
  const finished = searchTrials(trials).filter(({ status }) => status === 'finished').length;
  if (study.best.length > 0) output.note(promotionWarningText(finished, systemLanguage));
  if (type === 'interrupted') return INTERRUPTED;
  return type === 'result' && study.best.length > 0 ? 0 : 1;
}

function endOf({ status, error }: StudyInfo): 'result' | 'interrupted' | 'error' {
  if (error) return 'error';
  return status === 'finished' || status === 'stopped' ? 'result' : 'interrupted';
}

/** The same settings with other seeds. */
function seedsOf(trials: readonly Trial[], number: number) {
  const all = [trials[number]!, ...repeatsOf(trials, number)].flatMap(({ objective }) => objective ?? []);
  return all.length < 2 ? {} : { seeds: { objectives: all, mean: all.reduce((a, b) => a + b, 0) / all.length } };
}

function sayTrials({ id, spec, best }: StudyInfo, trials: readonly Trial[], output: Output): void {
  const paths = Object.keys(spec.space);
  const head = ['', 'status', ...spec.objectives.map(({ metric }) => metric), ...paths.map(shortName)];
  const rows = trials.map((trial) => [
    `${trial.number}${best.includes(trial.number) ? '*' : ''}`,
    trial.repeats === null ? trial.status : `${trial.status}, as ${trial.repeats}`,
    ...spec.objectives.map((objective, i) => valueText(trial.objective?.[i], objective)),
    ...paths.map((path) => settingText(trial.values[path])),
  ]);
  output.say(table([head, ...rows]));
  output.say(
    best.length === 0
      ? `${id}: no trial has finished`
      : `${id}: best ${best.map((number) => `#${number}`).join(', ')} (*)`,
  );
}

const shortName = (path: string): string => path.split('.').slice(-2).join('.');

function valueText(value: number | undefined, { metric }: Objective): string {
  if (value === undefined) return '-';
  return metric === 'validationAccuracy' ? percent(value) : String(Number(value.toPrecision(5)));
}

function settingText(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'number'
    ? String(Number(value.toPrecision(4)))
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
