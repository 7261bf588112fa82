import { userPresetSchema, type UserPreset } from '../../../shared/contract/schemas/preset.ts';
import { findPreset } from '../../../shared/model/presets/index.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import type { HostEnvironment } from '../../environment.ts';
import { OwnFiles, type ToSave } from '../own-files/own-files.ts';
import { PRESET_SUFFIX, readPreset } from './preset-file.ts';

/** What a run is started from: one of the studio's presets, or one of the user's own. */
export type PresetChoice = Pick<UserPreset, 'id' | 'name' | 'model' | 'recipe'>;

/** The user's own presets: a model and its recipe each. */
export class Presets extends OwnFiles<UserPreset> {
  constructor(env: Pick<HostEnvironment, 'storageFolder' | 'log'>) {
    super(env, {
      word: 'preset',
      folder: 'presets',
      suffix: PRESET_SUFFIX,
      isId: (id) => userPresetSchema.shape.id.safeParse(id).success,
      read: readPreset,
    });
  }

  /** As OwnFiles; also throws `model-invalid`. */
  override async save(preset: ToSave<UserPreset>): Promise<UserPreset> {
    describeImageClassifier(preset.model);
    return super.save(preset);
  }

  /**
   * The preset that a person names on the command line: a built-in one's id, one of the user's own, or a path to a file of
   * one. Null if it is none of these. Throws what `readPreset` does where the file is there but cannot be used.
   */
  async findPreset(choice: string): Promise<PresetChoice | null> {
    const builtIn = findPreset(choice);
    return builtIn ? { ...builtIn, name: builtIn.model.name } : this.find(choice);
  }
}
