import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';

/**
 * Where Inkstone keeps runs, data sets and settings: INKSTONE_HOME, or the platform's usual place for a program's data.
 * Every host uses the same, so that a run started in a terminal is there in the window. `homes`: candidates for the
 * user's home folder, the best first. Throws `home-missing`.
 */
export function storageFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, homes: readonly string[]): string {
  if (env['INKSTONE_HOME']) return path.resolve(env['INKSTONE_HOME']);
  // An empty or relative path would depend on the folder that the program is started in.
  const { isAbsolute, join } = platform === 'win32' ? path.win32 : path.posix;
  const data = platform === 'win32' ? env['APPDATA'] : platform === 'darwin' ? '' : env['XDG_DATA_HOME'];
  if (data && isAbsolute(data)) return join(data, platform === 'win32' ? 'Inkstone' : 'inkstone');
  const home = homes.find(isAbsolute);
  if (home === undefined) throw new AppError('home-missing');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Inkstone');
  if (platform === 'win32') return join(home, 'AppData', 'Roaming', 'Inkstone');
  return join(home, '.local', 'share', 'inkstone');
}

/** This user's home folder by the environment, then by the system's list of users, which may lack an entry. */
export function homeFolders(): string[] {
  try {
    return [os.homedir(), os.userInfo().homedir];
  } catch {
    return [os.homedir()];
  }
}
