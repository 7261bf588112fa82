import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { t } from '../../i18n/index.ts';
import { en } from '../../i18n/en.ts';

export type KnownPreset = keyof typeof en.model.presets;

export const isKnownPreset = (id: string | null | undefined): id is KnownPreset =>
  typeof id === 'string' && Object.hasOwn(en.model.presets, id);

/** A preset's name by language; what has no words of its own, a user's preset say, goes by its model's name. */
export const presetName = (preset: string | null | undefined, modelName: string): string =>
  isKnownPreset(preset) ? t(`model.presets.${preset}`) : modelName;

export const presetNameOf = (spec: Pick<RunSummary['spec'], 'preset' | 'model'>): string =>
  presetName(spec.preset, spec.model.name);
