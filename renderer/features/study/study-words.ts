import type { Metric, Objective, StudyInfo, StudySpec, Trial } from '../../../shared/contract/schemas/study.ts';
import { t, type Format } from '../../i18n/index.ts';
import { modelName } from '../train/model-name.ts';
import { presetName } from '../train/preset-name.ts';

export const metricName = (metric: Metric): string => t(`study.metrics.${metric}`);

/** What a trial came to in one objective, as a person reads it. */
export function metricText(metric: Metric, value: number, format: Format): string {
  switch (metric) {
    case 'validationAccuracy':
      return format.percent(value, 2);
    case 'validationLoss':
      return format.loss(value);
    case 'trainingSeconds':
      return format.duration(value);
    case 'parameters':
      return format.compact(value);
  }
}

/** A trial's state: on a queue it begins when a worker takes it. */
export function trialStatusText({ spec }: StudyInfo, { status, worker }: Trial): string {
  const waits = status === 'running' && spec.queue !== null && worker === null;
  return t(`study.trialStatus.${waits ? 'waiting' : status}`);
}

/** All that a trial came to, objective by objective; a dash where it came to nothing. */
export function objectiveText(objectives: readonly Objective[], values: Trial['objective'], format: Format): string {
  if (values === null) return '–';
  return format.list(objectives.map(({ metric }, i) => metricText(metric, values[i]!, format)));
}

/** What the best came to, or how many are best together. */
export function bestText({ spec, best, bestValue }: StudyInfo, format: Format): string {
  if (spec.objectives.length > 1) return best.length === 0 ? '–' : t('study.pareto', { n: best.length });
  return bestValue === null ? '–' : metricText(spec.objectives[0]!.metric, bestValue, format);
}

export function samplerText({ sampler, pruner }: StudySpec): string {
  const name = t(`study.samplers.${sampler}`);
  return pruner.kind === 'asha' ? t('study.pruned', { sampler: name }) : name;
}

/** The run that all trials begin from: its preset, its model's own name, or the trained model that it goes on from. */
export const baseName = ({ base }: StudySpec): string =>
  base.from
    ? t('study.space.tuned', { model: modelName(base.from.model, base.model.name) })
    : presetName(base.preset, base.model.name);

/** How many of a study's trials are over. */
export const endedCount = ({ counts }: StudyInfo): number => allCount({ counts }) - counts.running;
export const allCount = ({ counts }: Pick<StudyInfo, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How far a study is, in words: trials, or minutes where it has none to go by. */
export function progressText(study: StudyInfo, format: Format): string {
  const { trials, minutes } = study.spec.budget;
  if (trials !== undefined)
    return t('study.trialsOf', { done: endedCount(study), n: Math.max(trials, allCount(study)) });
  const all = format.duration(60 * (minutes ?? 0));
  return t('study.minutesOf', { done: format.duration(study.seconds), all });
}
