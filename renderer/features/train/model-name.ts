import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { t } from '../../i18n/index.ts';
import { useModels } from '../../stores/models.ts';

/** A trained model's name for a person: a shipped one's by language, a run's as it is called now, else `fallback`. */
export function modelName(ref: ModelRef | null, fallback = ''): string {
  if (ref === 'starter') return t('draw.starter');
  if (ref === 'line-reader') return t('draw.lineReader');
  return (ref === null ? undefined : useModels().byRef.get(ref)?.name) ?? (fallback || (ref ?? ''));
}
