import type { Ref } from 'vue';
import type { DatasetId, Transforms } from '../../shared/contract/schemas/dataset.ts';
import type { LineChoice } from '../../shared/contract/schemas/line-choice.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fineTuneModel } from '../../shared/model/fine-tune-model.ts';
import { fitModel, fitRecipe } from '../../shared/model/fit-model.ts';
import { findPreset, presetsReading } from '../../shared/model/presets/index.ts';
import type { Preset } from '../../shared/model/presets/index.ts';
import { modelOf, useArchitectures } from './architectures.ts';
import { sameModel } from './describe-model.ts';
import { isBuiltIn, type DraftDocument } from './draft-document.ts';
import { kerasOptimizer, type DraftFields } from './draft-fields.ts';
import type { useDraftFineTune } from './draft-fine-tune.ts';
import { fieldsFrom } from './fields-from.ts';
import { linesFor } from './lines-for.ts';
import { useModels } from './models.ts';
import { usePresets } from './presets.ts';

/** What filling the form in changes, and what it looks at. */
export interface FilledDraft {
  readonly presetId: Ref<string | null>;
  readonly written: Ref<ModelSpec>;
  readonly fields: Ref<DraftFields>;
  readonly name: Ref<string>;
  readonly picked: Ref<readonly DatasetId[] | null>;
  readonly wished: Ref<Transforms>;
  readonly lines: Ref<LineChoice | null>;
  readonly tuning: Ref<DraftDocument['tuning']>;
  /** Of the run: of signs, or of lines of them. */
  readonly task: Readonly<Ref<Task>>;
  /** Of the data's signs. */
  readonly signs: Readonly<Ref<Task>>;
  readonly fineTune: Pick<ReturnType<typeof useDraftFineTune>, 'beginWith' | 'beginAs'>;
  /** Searches nothing any more. */
  clearSearch(): void;
  /** Drops invalid texts. */
  forgetTyped(): void;
}

/** The ways to fill many of the Train screen's fields in at once: from a preset, an architecture, an earlier run, a trained model. */
export function useDraftFill(draft: FilledDraft) {
  const { presetId, written, fields, name, picked, wished, lines, tuning, task, signs } = draft;
  const { fineTune, clearSearch, forgetTyped } = draft;
  const models = useModels();
  const presets = usePresets();
  const architectures = useArchitectures();

  /** Fields that belong to no preset stay: how many images, which seed, how many seeds. */
  function takePreset(preset: Pick<Preset, 'id' | 'model' | 'recipe'>): void {
    forgetTyped();
    const { limit, seed, seeds } = fields.value;
    presetId.value = preset.id;
    written.value = preset.model;
    const own = isBuiltIn(preset.id)
      ? fitRecipe(preset.recipe, preset.model.inputShape, task.value.inputShape)
      : preset.recipe;
    fields.value = { ...fieldsFrom(own), limit, seed, seeds };
  }

  /**
   * An architecture out of the editor. Its recipe is filled in, unless the form has this very architecture already: then what was set
   * there stays.
   */
  function takeModel({ id, model, recipe }: { id: string | null; model: ModelSpec; recipe: Recipe }): void {
    tuning.value = null;
    if (id === null || presetId.value !== id) takePreset({ id: id ?? '', model, recipe });
    presetId.value = id;
    written.value = model;
  }

  /** Makes the chosen model fit the chosen data, as far as that goes. */
  function fitToData(): void {
    written.value = fitModel(written.value, task.value);
  }

  /** Chooses a built-in preset, or a preset or an architecture of the user's own, by its id; an unknown id is ignored. */
  function choosePreset(id: string): void {
    const preset = findPreset(id) ?? presets.find(id);
    const own = architectures.find(id);
    if (preset !== undefined) takePreset(preset);
    else if (own !== undefined) takePreset({ ...own.content, id, model: modelOf(own.name, own.content) });
  }

  /** Has the run read lines, or single signs again (null): a preset that reads the other is changed for one that reads them. */
  function readLines(choice: LineChoice | null): void {
    const other = (choice === null) !== (lines.value === null);
    lines.value = choice;
    if (other) takePreset(presetsReading(choice === null ? undefined : 'line')[0]!);
  }

  /** Goes on from a trained model, whose lines the data compose if it reads any; null: begins with new weights, as the form was for them. */
  function beginWith(ref: ModelRef | null): void {
    forgetTyped();
    const parent = ref === null ? undefined : models.byRef.get(ref)?.task;
    if (parent?.reads === 'line') lines.value = linesFor(parent, signs.value, lines.value);
    else if (ref !== null || presetsReading('line').every(({ id }) => id !== presetId.value)) lines.value = null;
    fineTune.beginWith(ref);
  }

  /** Takes Keras's rate and decay for the new optimizer, unless the user had set some of their own. */
  function chooseOptimizer(optimizer: DraftFields['optimizer']): void {
    const [before, after] = [kerasOptimizer(fields.value.optimizer), kerasOptimizer(optimizer)];
    fields.value.optimizer = optimizer;
    for (const key of ['learningRate', 'weightDecay'] as const) {
      if (fields.value[key] === before[key]) fields.value[key] = after[key];
    }
  }

  /** Fills everything in as it was for an earlier run, which searched nothing. */
  function takeFrom(spec: Pick<RunSpec, 'preset' | 'task' | 'model' | 'recipe' | 'data' | 'from'>): void {
    const preset = spec.preset === undefined ? undefined : (findPreset(spec.preset) ?? presets.find(spec.preset));
    forgetTyped();
    const same = preset !== undefined && sameModel(fitModel(preset.model, spec.task), spec.model);
    // An architecture goes by its name in every state of it.
    const own = spec.preset === undefined ? undefined : architectures.find(spec.preset);
    presetId.value = same ? preset.id : (own?.id ?? null);
    // Frozen layers make sense with a trained model's weights only.
    written.value = spec.from ? fineTuneModel(spec.model, { freeze: 'none', classes: null }) : spec.model;
    tuning.value = null;
    fields.value = { ...fieldsFrom(spec.recipe), limit: spec.data.limit ?? null };
    picked.value = spec.data.datasets;
    wished.value = spec.data.transforms ?? {};
    lines.value = spec.data.lines ?? null;
    if (spec.from) fineTune.beginAs(spec.from);
    clearSearch();
    name.value = '';
  }

  return { takePreset, takeModel, fitToData, choosePreset, chooseOptimizer, takeFrom, beginWith, readLines };
}
