import { computed, type ComputedRef } from 'vue';
import type { EvaluationInfo, Scores } from '../../../shared/contract/schemas/evaluation.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useHost } from '../../stores/host.ts';
import { type FileToSave, useSaveFile } from '../../stores/save-file.ts';
import type { MenuItem } from '../../ui/index.ts';
import { mostConfused } from '../run/confusion-view.ts';
import { calibrationPng, confusionPng } from './draw-scores.ts';
import { evaluationTitle } from './evaluation-words.ts';

/** Everything that an evaluation is saved as: the host's files, and two charts as pictures. */
export function useReports(
  shown: () => { readonly info: EvaluationInfo; readonly scores: Scores },
): ComputedRef<readonly MenuItem[]> {
  const host = useHost();
  const format = useFormat();
  const saveFile = useSaveFile();

  async function report(what: 'csv' | 'json' | 'html'): Promise<FileToSave> {
    const { name, text } = await host.call('evaluations.export', { id: shown().info.id, format: what });
    return { name, content: new Blob([text]) };
  }
  async function confusion(): Promise<FileToSave> {
    const { info, scores } = shown();
    const { classes } = info.task;
    const picture = {
      ...{ classes, cells: scores.confusion, caption: t('run.result.confusionHint') },
      shown: mostConfused(scores.confusion, classes.length).shown,
    };
    const title = `${t('run.result.confusion')}: ${evaluationTitle(info)}`;
    return { name: 'confusion.png', content: await confusionPng(picture, title) };
  }
  async function calibration(): Promise<FileToSave> {
    const { info, scores } = shown();
    const picture = {
      bins: scores.calibration.bins,
      percent: (share: number) => format.value.percent(share, 0),
      ...{ confidence: t('evaluate.calibration.confidence'), accuracy: t('evaluate.calibration.accuracy') },
    };
    const title = `${t('evaluate.calibration.title')}: ${evaluationTitle(info)}`;
    return { name: 'calibration.png', content: await calibrationPng(picture, title) };
  }
  const item = (label: string, make: () => Promise<FileToSave>): MenuItem => ({
    label,
    select: () => void saveFile(make),
  });
  return computed(() => [
    ...(['html', 'csv', 'json'] as const).map((what) => item(t(`evaluate.export.${what}`), () => report(what))),
    item(t('evaluate.export.confusion'), confusion),
    item(t('evaluate.export.calibration'), calibration),
  ]);
}
