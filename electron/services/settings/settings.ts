import path from 'node:path';
import { toErrorData } from '../../../shared/contract/errors.ts';
import { settingsSchema, type Settings, type SettingsPatch } from '../../../shared/contract/schemas/settings.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import type { HostEnvironment } from '../../environment.ts';

/** settings.json. A file that cannot be read is left where it is; defaults serve until something is changed. */
export class SettingsService {
  readonly onChanged: Emitter<Settings>;
  private readonly file: string;
  private current: Settings;
  private writing: Promise<void> = Promise.resolve();

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

  async update(patch: SettingsPatch & { mnistFolder?: string | null }): Promise<Settings> {
    this.current = { ...this.current, ...patch };
    this.onChanged.emit(this.current);
    const next = this.current;
    this.writing = this.writing.catch(() => undefined).then(() => writeJson(this.file, next));
    await this.writing;
    return next;
  }
}
