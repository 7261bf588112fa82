import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import { t } from '../../i18n/index.ts';

const KNOWN = ['tutorial', 'compact'] as const;
export type KnownPreset = (typeof KNOWN)[number];

export const isKnownPreset = (id: string | undefined): id is KnownPreset =>
  (KNOWN as readonly (string | undefined)[]).includes(id);

/** A preset's name by language; what has no words of its own goes by its model's name. */
export const presetName = (preset: string | undefined, modelName: string): string =>
  isKnownPreset(preset) ? t(`train.model.${preset}`) : modelName;

export const presetNameOf = (spec: RunSpec): string => presetName(spec.preset, spec.model.name);
