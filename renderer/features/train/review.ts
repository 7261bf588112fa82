import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { trainingMemory } from '../../../shared/model/training-memory.ts';
import { reviewWarnings } from '../../../shared/review/review-warnings.ts';
import type { Mend, ReviewWarning } from '../../../shared/review/subject.ts';
import { runDisk } from '../../../shared/runs/run-disk.ts';
import { t } from '../../i18n/index.ts';
import type { Format } from '../../i18n/index.ts';
import { useRangeTests } from '../../stores/range-tests.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';

/** What the draft's review comes to: null while no plan is there. */
export function useReview(): {
  readonly warnings: ComputedRef<readonly ReviewWarning[] | null>;
  /** Bytes that the folders of all runs may take; null while no plan is there, and of a search that goes by minutes alone. */
  readonly disk: ComputedRef<number | null>;
} {
  const draft = useTrainDraft();
  const tests = useRangeTests();

  const oneDisk = computed(() => {
    const { plan, info, recipe, tuning } = draft;
    return plan === null || info === null ? null : runDisk(info, recipe, plan.totalSteps, tuning !== null);
  });
  const disk = computed(() => {
    const { searching, searchRuns, group } = draft;
    const count = searching ? searchRuns : (group?.count ?? 1);
    return oneDisk.value === null || count === null ? null : count * oneDisk.value;
  });
  // Between a change and its plan the last review stays: half of each would tell what is not so.
  const warnings = computed<readonly ReviewWarning[] | null>((before) => {
    if (draft.planStale) return before ?? null;
    const { plan, info, recipe, model, data } = draft;
    if (plan === null || info === null) return null;
    const { memory, disk: room } = plan;
    return reviewWarnings({
      model,
      parameters: info.parameters,
      task: draft.runTask,
      recipe,
      trainCount: plan.trainCount,
      validationCount: plan.validationCount,
      stepsPerEpoch: plan.stepsPerEpoch,
      available: draft.available,
      counts: draft.counts?.length === draft.runTask.classes.length ? draft.counts : null,
      tuned: draft.tuning !== null,
      rangeTest: tests.find({ model, data, recipe }),
      memory: memory === undefined ? null : { ...trainingMemory(info, recipe, memory.imageBytes), free: memory.free },
      // However many trials there will be, one run must fit.
      disk:
        room === undefined || oneDisk.value === null ? null : { needed: disk.value ?? oneDisk.value, free: room.free },
    });
  });
  return { warnings, disk };
}

const AS_RATE: readonly string[] = ['rate', 'end', 'most'];
const AS_BYTES: readonly string[] = ['needed', 'free'];

/** What counts images of a run that reads signs, and lines of one that reads lines. */
const OF_LINES = [
  'batch-larger-than-data',
  'validation-missing-for-choice',
  'no-validation',
  'validation-too-small',
] as const;
const isOfLines = (code: ReviewWarning['code']): code is (typeof OF_LINES)[number] =>
  OF_LINES.some((each) => each === code);

/** A warning in words. `lines`: of a run that reads lines. */
export function warningWords({ code, params }: ReviewWarning, format: Format, lines: boolean): string {
  const written = Object.entries(params).map(([key, value]) => {
    if (typeof value !== 'number') return [key, value] as const;
    if (AS_RATE.includes(key)) return [key, format.rate(value)] as const;
    if (AS_BYTES.includes(key)) return [key, format.bytes(value)] as const;
    return [key, key === 'half' ? format.percent(value, 1) : value] as const;
  });
  const key =
    lines && isOfLines(code) ? (`wizard.lineWarnings.${code}` as const) : (`wizard.warnings.${code}` as const);
  return t(key, Object.fromEntries(written));
}

/** What a mend does, for its button. */
export function mendWords(mend: Mend, format: Format): string {
  if (mend.validation === 'fold') return t('wizard.mends.fold');
  if (mend.validation === 'stratified') return t('wizard.mends.stratified', { value: mend.validationPercent ?? 10 });
  if (mend.balanced === true) return t('wizard.mends.balanced');
  if (mend.limit === null) return t('wizard.mends.limit');
  if (mend.learningRate !== undefined) {
    return t('wizard.mends.learningRate', { value: format.rate(mend.learningRate) });
  }
  for (const key of ['batchSize', 'epochs', 'warmUpEpochs', 'patience'] as const) {
    const value = mend[key];
    if (value !== undefined) return t(`wizard.mends.${key}`, { value });
  }
  for (const key of ['rotation', 'shift', 'erase'] as const) {
    const value = mend[key];
    if (value !== undefined) return t('wizard.mends.change', { change: t(`recipe.changes.${key}`), value });
  }
  return '';
}
