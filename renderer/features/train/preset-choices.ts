import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { fitModel } from '../../../shared/model/fit-model.ts';
import type { Preset } from '../../../shared/model/presets/index.ts';
import { presetsReading } from '../../../shared/model/presets/index.ts';
import { describeModel, type ModelInfo } from '../../../shared/model/shapes.ts';

/** A preset as the picker shows it, for some task. */
export interface PresetChoice {
  readonly id: string;
  readonly modelName: string;
  /** Null if the model cannot be built for the task: the error is shown when it is chosen. */
  readonly size: Pick<ModelInfo, 'parameters' | 'macs'> | null;
}

export type Family = Preset['family'];

/** Those that most people want, in front. */
const FEATURED: readonly string[] = ['tutorial', 'quick', 'best'];
const FAMILIES: readonly Family[] = ['cnn', 'rnn', 'transformer', 'baseline'];

export const isFeatured = (id: string | null): boolean => id !== null && FEATURED.includes(id);

export const choiceOf = (id: string, model: ModelSpec): PresetChoice => ({
  id,
  modelName: model.name,
  size: sizeOf(model),
});

function sizeOf(model: ModelSpec): PresetChoice['size'] {
  try {
    return describeModel(model);
  } catch {
    return null;
  }
}

const choices = (task: Task, presets: readonly Preset[]): PresetChoice[] =>
  presets.map(({ id, model }) => choiceOf(id, fitModel(model, task)));

export const featuredChoices = (task: Task): PresetChoice[] =>
  choices(
    task,
    presetsReading(task.reads).filter(({ id }) => isFeatured(id)),
  );

/** The other built-in presets by family. */
export const familyChoices = (task: Task): { readonly family: Family; readonly choices: readonly PresetChoice[] }[] =>
  FAMILIES.map((family) => ({
    family,
    choices: choices(
      task,
      presetsReading(task.reads).filter((preset) => preset.family === family && !isFeatured(preset.id)),
    ),
  })).filter((group) => group.choices.length > 0);
