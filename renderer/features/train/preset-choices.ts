import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import type { Preset } from '../../../shared/model/presets/index.ts';
import { PRESETS } from '../../../shared/model/presets/index.ts';
import { describeModel } from '../../../shared/model/shapes.ts';

/** A preset as the picker shows it. */
export interface PresetChoice {
  readonly id: string;
  readonly modelName: string;
  readonly parameters: number;
  readonly macs: number;
}

export type Family = Preset['family'];

/** Those that most people want, in front. */
const FEATURED: readonly string[] = ['tutorial', 'quick', 'best'];
const FAMILIES: readonly Family[] = ['cnn', 'rnn', 'transformer', 'baseline'];

export function choiceOf(id: string, model: ModelSpec): PresetChoice {
  const { parameters, macs } = describeModel(model);
  return { id, modelName: model.name, parameters, macs };
}

const choices = (presets: readonly Preset[]): PresetChoice[] => presets.map(({ id, model }) => choiceOf(id, model));

export const FEATURED_CHOICES = choices(PRESETS.filter(({ id }) => FEATURED.includes(id)));

/** The other built-in presets by family. */
export const FAMILY_CHOICES = FAMILIES.map((family) => ({
  family,
  choices: choices(PRESETS.filter((preset) => preset.family === family && !FEATURED.includes(preset.id))),
})).filter((group) => group.choices.length > 0);
