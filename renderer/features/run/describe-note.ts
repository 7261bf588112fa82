import { errorWords, t } from '../../i18n/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { RunNote } from '../../stores/run-series.ts';
import { runWarningParams } from '../../../shared/words/run-warnings.ts';
import { datasetName } from '../datasets/dataset-name.ts';

/** A line of the log in words. */
export function describeNote(note: RunNote, format: Format): string {
  const seconds = (value: number): string => t('common.seconds', { n: Math.round(value * 100) / 100 });
  switch (note.type) {
    case 'stage':
      return t(`run.log.stage.${note.stage}`, { s: seconds(note.seconds) });
    case 'started':
      return t('run.log.started', { train: note.trainCount, steps: note.stepsPerEpoch });
    case 'taken': {
      const named = (names: readonly string[]): string => format.list(names) || t('run.log.nothing');
      const { trainable, frozen, fresh } = note;
      return t('run.log.taken', { parameters: trainable, frozen: named(frozen), fresh: named(fresh) });
    }
    case 'epoch':
      return describeEpoch(note, format);
    case 'skipped':
      return t('run.log.skipped', { step: note.step });
    case 'early-stopped':
      return t('run.log.earlyStopped', { epoch: note.epoch, best: note.best });
    case 'checkpoint':
      return t('run.log.checkpoint', { step: note.step, s: seconds(note.seconds) });
    case 'paused':
      return t('run.log.paused', { step: note.step });
    case 'resumed':
      return t('run.log.resumed', { step: note.step });
    case 'stopped':
      return t('run.log.stopped', { step: note.step });
    case 'diverged':
      return t('run.log.diverged', { step: note.step, checkpoint: note.checkpointStep });
    case 'finishing':
      return t(`run.log.finishing.${note.work}`);
    case 'test':
      return t('run.log.test', {
        data: datasetName(note.result.dataset),
        accuracy: format.percent(note.result.accuracy, 2),
        n: note.result.n,
      });
    case 'compared': {
      const { before, after } = note.comparison;
      const [was, is] = [before, after].map(({ accuracy }) => format.percent(accuracy, 2)) as [string, string];
      return t('run.log.compared', { data: datasetName(after.dataset), before: was, after: is, n: after.n });
    }
    case 'warning': {
      const percent = (share: number): string => format.percent(share, 2);
      return t(`run.log.warning.${note.warning.code}`, runWarningParams(note.warning, percent, datasetName));
    }
    case 'finished':
      return t('run.log.finished', { step: note.step, time: format.duration(note.seconds) });
    case 'failed':
      return t('run.log.failed', { reason: errorWords(note.error).title });
  }
}

function describeEpoch(note: Extract<RunNote, { type: 'epoch' }>, format: Format): string {
  const params = {
    n: note.epoch,
    loss: note.train.loss === null ? '–' : format.loss(note.train.loss),
    accuracy: format.percent(note.train.accuracy, 2),
    time: format.duration(note.seconds),
  };
  if (note.validation === null) return t('run.log.epoch', params);
  const validation = format.percent(note.validation.accuracy, 2);
  return t(note.validation.loss === null ? 'run.log.epochNotFinite' : 'run.log.epochWithValidation', {
    ...params,
    validation,
  });
}
