import { has } from './tool.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether windows can be shown: only on Linux may a machine lack that. */
export const hasDisplay = (env: Env = process.env, platform: string = process.platform): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

/** Whether a virtual display can be had for tests: xvfb-run, and xauth, which it needs but Debian only recommends. */
export const hasXvfb = (): boolean => has('xvfb-run') && has('xauth');
