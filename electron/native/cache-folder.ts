import os from 'node:os';
import path from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** The cache that all checkouts of one user share: INKSTONE_CACHE_DIR, or the platform's usual place. */
export function cacheFolder(
  env: Env = process.env,
  platform: string = process.platform,
  home = os.homedir() || os.userInfo().homedir,
): string {
  if (env['INKSTONE_CACHE_DIR']) return path.resolve(env['INKSTONE_CACHE_DIR']);
  const { join } = platform === 'win32' ? path.win32 : path.posix;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'inkstone');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'inkstone', 'cache');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'inkstone');
}
