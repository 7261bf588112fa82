import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';

/**
 * Where Inkstone keeps runs, data sets and settings: INKSTONE_HOME, or the platform's usual place for a program's data.
 * Every host uses the same, so that a run started in a terminal is there in the window. `homes`: the user's home folder, as
 * those who may know tell it. Throws `home-missing`.
 */
export function storageFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, homes: readonly string[]): string {
  if (env['INKSTONE_HOME']) return path.resolve(env['INKSTONE_HOME']);
  // A variable that is empty or no whole path would mean a folder under wherever the program happens to be started.
  const { isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const data = platform === 'win32' ? env['APPDATA'] : platform === 'darwin' ? '' : env['XDG_DATA_HOME'];
  if (data && isAbsolute(data)) return path.join(data, platform === 'win32' ? 'Inkstone' : 'inkstone');
  const home = homes.find(isAbsolute);
  if (home === undefined) throw new AppError('home-missing');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Inkstone');
  if (platform === 'win32') return path.join(home, 'AppData', 'Roaming', 'Inkstone');
  return path.join(home, '.local', 'share', 'inkstone');
}

/** Where this user is at home: by the environment, then by the system's list of users, which may not know everybody. */
export function homeFolders(): string[] {
  try {
    return [os.homedir(), os.userInfo().homedir];
  } catch {
    return [os.homedir()];
  }
}
