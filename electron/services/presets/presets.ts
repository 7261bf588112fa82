import { promises as fs } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { userPresetSchema, type UserPreset } from '../../../shared/contract/schemas/preset.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { findPreset } from '../../../shared/model/presets/index.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import { storageError } from '../../files/atomic-write.ts';
import { writeJson } from '../../files/json-file.ts';
import type { HostEnvironment, Logger } from '../../environment.ts';
import { PRESET_SUFFIX, presetText, readPreset } from './preset-file.ts';

/** Signs of a new preset's id, without what sets it apart from one that is there. */
const LONGEST_ID = 50;

type PresetId = UserPreset['id'];
type PresetToSave = Omit<UserPreset, 'id'> & { readonly id?: PresetId | undefined };

/** What a run is started from: one of the studio's presets, or one of the user's own. */
export type PresetChoice = Pick<UserPreset, 'id' | 'name' | 'model' | 'recipe'>;

/**
 * The user's own presets: presets/ID.inkstone.json in the storage, each a file that may be copied, sent and dropped in by
 * hand. Its name is its id. What cannot be read is logged, left where it is, and never in the list.
 */
export class Presets {
  readonly onChanged: Emitter<UserPreset[]>;
  private readonly folder: string;
  private readonly log: Logger;
  /** One change after the other, so that no two find the same id free. */
  private changing: Promise<unknown> = Promise.resolve();

  constructor({ storageFolder, log }: Pick<HostEnvironment, 'storageFolder' | 'log'>) {
    this.folder = path.join(storageFolder, 'presets');
    this.log = log;
    this.onChanged = new Emitter((thrown) => log.error('listener', { thrown: String(thrown) }));
  }

  /** By name. */
  async list(): Promise<UserPreset[]> {
    const presets = await Promise.all(
      (await this.ids()).map((id) =>
        this.read(id).catch((thrown: unknown) => {
          this.log.warn('preset cannot be read', { id, thrown: String(thrown) });
          return null;
        }),
      ),
    );
    return presets.filter((preset) => preset !== null).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** A new one, or over the one of that id. Throws `model-invalid`, `not-found` {path} and storage errors. */
  save({ id, ...content }: PresetToSave): Promise<UserPreset> {
    return this.change(async () => {
      describeImageClassifier(content.model);
      const taken = new Set(await this.ids());
      if (id !== undefined && !taken.has(id)) throw new AppError('not-found', { path: id });
      return this.write({ ...content, id: id ?? newPresetId(content.name, taken) });
    });
  }

  /** Throws `not-found` {path} and storage errors. */
  remove(id: PresetId): Promise<void> {
    return this.change(async () => {
      await fs.unlink(this.file(id)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new AppError('not-found', { path: id }) : storageError(error, this.file(id));
      });
    });
  }

  /**
   * Takes a preset in from a file. It keeps its id unless another has it; the very same preset is not taken in twice.
   * Throws `not-found` {path} and what `readPreset` does.
   */
  import(file: string): Promise<UserPreset> {
    return this.change(async () => {
      const preset = await readPreset(file);
      if (!preset) throw new AppError('not-found', { path: file });
      const taken = new Set(await this.ids());
      if (!taken.has(preset.id)) return this.write(preset);
      const present = await this.read(preset.id).catch(() => null);
      if (present && presetText(present) === presetText(preset)) return present;
      return this.write({ ...preset, id: newPresetId(preset.name, taken) });
    });
  }

  /** A file's name and text. Throws `not-found` {path} and what `readPreset` does. */
  async export(id: PresetId): Promise<{ name: string; text: string }> {
    const preset = await this.read(id);
    if (!preset) throw new AppError('not-found', { path: id });
    return { name: `${id}${PRESET_SUFFIX}`, text: presetText(preset) };
  }

  /**
   * The preset that a person names on the command line: a built-in one's id, one of the user's own, or a path to a file of
   * one. Null if it is none of these. Throws what `readPreset` does where the file is there but cannot be used.
   */
  async findPreset(choice: string): Promise<PresetChoice | null> {
    const builtIn = findPreset(choice);
    if (builtIn) return { ...builtIn, name: builtIn.model.name };
    return (isId(choice) ? await this.read(choice) : null) ?? (await readPreset(choice));
  }

  private async ids(): Promise<PresetId[]> {
    const names = await fs.readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw storageError(error, this.folder);
    });
    return names
      .filter((name) => name.endsWith(PRESET_SUFFIX))
      .map((name) => name.slice(0, -PRESET_SUFFIX.length))
      .filter(isId);
  }

  /** The file's name counts, so that a copy beside it under another name is a preset of its own. */
  private async read(id: PresetId): Promise<UserPreset | null> {
    const preset = await readPreset(this.file(id));
    return preset && { ...preset, id };
  }

  private async write(preset: UserPreset): Promise<UserPreset> {
    await writeJson(this.file(preset.id), preset);
    return preset;
  }

  private file(id: PresetId): string {
    if (!isId(id)) throw new AppError('not-found', { path: id });
    return path.join(this.folder, `${id}${PRESET_SUFFIX}`);
  }

  private async change<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changing.catch(() => undefined).then(work);
    this.changing = done;
    const result = await done;
    this.onChanged.emit(await this.list());
    return result;
  }
}

const isId = (id: string): boolean => userPresetSchema.shape.id.safeParse(id).success;

/** `my-` and the name's letters and digits, which no other preset has yet; a name without any becomes `my-preset`. */
function newPresetId(name: string, taken: ReadonlySet<string>): PresetId {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ID)
    .replace(/^-|-$/g, '');
  const base = `my-${slug || 'preset'}`;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}
