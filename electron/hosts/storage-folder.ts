import path from 'node:path';

/**
 * Where Inkstone keeps runs, data sets and settings: INKSTONE_HOME, or the platform's usual place for a program's data.
 * Every host uses the same, so that a run started in a terminal is there in the window.
 */
export function storageFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (env['INKSTONE_HOME']) return path.resolve(env['INKSTONE_HOME']);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Inkstone');
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Inkstone');
  return path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'inkstone');
}
