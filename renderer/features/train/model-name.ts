import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { isLesson } from '../../../shared/contract/schemas/run-id.ts';
import { t } from '../../i18n/index.ts';
import { useModels } from '../../stores/models.ts';

/** A trained model's name for a person: a shipped one's by language, a run's as it is called now, else `fallback`. */
export function modelName(ref: ModelRef | null, fallback = ''): string {
  if (ref === 'starter') return t('draw.starter');
  if (ref === 'line-reader') return t('draw.lineReader');
  if (ref !== null && isLesson(ref)) return t(`learn.lesson.names.${ref}`);
  return (ref === null ? undefined : useModels().byRef.get(ref)?.name) ?? (fallback || (ref ?? ''));
}
