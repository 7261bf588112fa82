import type { EngineFacts } from '../../../shared/contract/schemas/engine.ts';
import { t } from '../../i18n/index.ts';
import type { KeyValue } from '../../ui/index.ts';

/** Reasons that the user can do something about: a card is there and could train. The others are no fault. */
const MENDABLE: readonly EngineFacts['noGpuReason'][] = ['old-driver', 'libraries'];

/** Why no graphics card trains, as a line of facts; it draws the eye only where the user can do something about it. */
export function noGpuItem(reason: EngineFacts['noGpuReason']): KeyValue | null {
  if (reason === null) return null;
  const tone = MENDABLE.includes(reason) ? ('warn' as const) : undefined;
  return { label: t('run.what.noGpu'), value: t(`run.what.noGpuReasons.${reason}`), tone };
}
