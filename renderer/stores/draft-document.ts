import type { DatasetId, Transforms } from '../../shared/contract/schemas/dataset.ts';
import type { LineChoice } from '../../shared/contract/schemas/line-choice.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { InputShape } from '../../shared/contract/schemas/task.ts';
import { findPreset, PRESETS } from '../../shared/model/presets/index.ts';
import { sameModel } from './describe-model.ts';
import type { DraftFields } from './draft-fields.ts';
import { firstSearch, type DraftSearch } from './draft-search.ts';
import { fieldsFrom } from './fields-from.ts';
import type { Tuning } from './tuned-model.ts';

/** All that is chosen on the Train screen but the run's name, flat: what undo goes back to, and what a window keeps for the next. */
export interface DraftDocument extends DraftFields, DraftSearch {
  /** Null: model and recipe came from an earlier run, and are no preset's. */
  readonly presetId: string | null;
  /** The model as it was chosen, for any task. */
  readonly written: ModelSpec;
  readonly picked: readonly DatasetId[] | null;
  readonly wished: Transforms;
  /** Null: it reads single signs. */
  readonly lines: LineChoice | null;
  readonly tuning: Tuning | null;
}

/** A draft as the window's storage keeps it. */
export interface KeptDraft {
  readonly name: string;
  /** The images' size that the fields' pixels are for. */
  readonly sizedFor: InputShape;
  readonly document: DraftDocument;
}

export const isBuiltIn = (id: string | null): boolean => id !== null && findPreset(id) !== undefined;

/** What the form begins with: what an earlier window has kept, else the first preset. */
export function firstDocument(kept: KeptDraft | null): DraftDocument {
  const [first] = PRESETS;
  const fresh = { presetId: first!.id, written: first!.model, picked: null, wished: {}, lines: null, tuning: null };
  if (kept === null) return { ...fresh, ...firstSearch(), ...fieldsFrom(first!.recipe) };
  const { presetId, written } = kept.document;
  const preset = findPreset(presetId ?? '');
  // Another version of the studio may have another model under the same name.
  const changed = preset !== undefined && !sameModel(preset.model, written);
  return { ...kept.document, presetId: changed ? null : presetId };
}
