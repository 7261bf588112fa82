import path from 'node:path';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import { joinMarks } from '../../../shared/contract/schemas/lesson.ts';
import { settingsSchema, type Settings, type SettingsPatch } from '../../../shared/contract/schemas/settings.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { setAside } from '../../files/set-aside.ts';
import type { HostEnvironment } from '../../environment.ts';

/**
 * settings.json. A file that cannot be read is left as it is, and defaults are used, until something is changed; then it is kept under
 * another name.
 */
export class SettingsService {
  readonly onChanged: Emitter<Settings>;
  private readonly file: string;
  private current: Settings;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(file: string, current: Settings, onError: (thrown: unknown) => void) {
    this.file = file;
    this.current = current;
    this.onChanged = new Emitter(onError);
  }

  static async open({ storageFolder, log }: Pick<HostEnvironment, 'storageFolder' | 'log'>): Promise<SettingsService> {
    const file = path.join(storageFolder, 'settings.json');
    const stored = await readJson(file, settingsSchema, 1).catch((thrown: unknown) => {
      log.warn('settings cannot be read', { error: toErrorData(thrown).code });
      return null;
    });
    const onError = (thrown: unknown) => log.error('listener', { thrown: String(thrown) });
    return new SettingsService(file, stored ?? settingsSchema.parse({ version: 1 }), onError);
  }

  get(): Settings {
    return this.current;
  }

  /** Settings are changed when they are on the disk, one change after the other. Throws storage errors; nothing is changed then. */
  update(patch: SettingsPatch & { mnistFolder?: string | null }): Promise<Settings> {
    const change = async (): Promise<Settings> => {
      // Another host on the same storage may have changed others of them meanwhile.
      const stored = await readJson(this.file, settingsSchema, 1).catch(async (thrown: unknown) => {
        if (thrown instanceof AppError && ['file-torn', 'file-newer'].includes(thrown.code)) await setAside(this.file);
        return null;
      });
      const before = stored ?? this.current;
      const learn = patch.learn ? { ...patch.learn, ...joinMarks(before.learn, patch.learn) } : patch.learn;
      const next = { ...before, ...patch, ...(learn === undefined ? {} : { learn }) };
      await writeJson(this.file, next);
      this.current = next;
      this.onChanged.emit(next);
      return next;
    };
    const changed = this.writing.then(() => withFolderLock(this.file, change));
    this.writing = changed.catch(() => undefined);
    return changed;
  }
}
