import fs from 'node:fs';
import { hasDisplay, hasXvfb } from './display.ts';
import { electronRuntime } from './electron-runtime.ts';
import type { Project } from './test-parts.ts';
import { has } from './tool.ts';

/** Where Chromium is usually found; INKSTONE_CHROMIUM wins. */
const CHROMIUMS: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** What a project needs of the machine: the environment and the command to run it with, or why it cannot be run. */
export type Needs =
  { readonly env: Readonly<Record<string, string>>; readonly under: readonly string[] } | { readonly missing: string };

export async function needsOf(project: Project, root: string, env: NodeJS.ProcessEnv = process.env): Promise<Needs> {
  if (project === 'e2e-web') return chromiumNeeds(env);
  if (project === 'e2e-electron') return electronNeeds(root, env);
  if (project === 'packed') return packedNeeds(root, env);
  return { env: {}, under: [] };
}

function chromiumNeeds(env: NodeJS.ProcessEnv): Needs {
  const named = env['INKSTONE_CHROMIUM'];
  const candidates = named ? [named] : (CHROMIUMS[process.platform] ?? []);
  const found = candidates.find((file) => fs.existsSync(file));
  if (found) return { env: { INKSTONE_CHROMIUM: found }, under: [] };
  return { missing: `no Chromium (looked for ${candidates.join(', ')}; INKSTONE_CHROMIUM names another)` };
}

/** Packages are made by Electron and the system's tools, and installed on bare systems, which only root can make. */
async function packedNeeds(root: string, env: NodeJS.ProcessEnv): Promise<Needs> {
  if (process.platform !== 'linux' || process.getuid!() !== 0) return { missing: 'not root of a Linux machine' };
  const missing = ['dpkg-deb', 'debootstrap', 'unshare', 'desktop-file-validate', 'appstreamcli'].find(
    (tool) => !has(tool),
  );
  return missing === undefined ? electronNeeds(root, env) : { missing: `no ${missing}` };
}

async function electronNeeds(root: string, env: NodeJS.ProcessEnv): Promise<Needs> {
  const runtime = await electronRuntime(root, env);
  if ('missing' in runtime) return runtime;
  // An X display, which Playwright's Electron wants: on a Wayland desktop Xwayland gives one, or Xvfb does.
  if (hasDisplay({ DISPLAY: env['DISPLAY'] })) return { env: {}, under: [] };
  return hasXvfb()
    ? { env: {}, under: ['xvfb-run', '-a'] }
    : { missing: 'no display, and no xvfb-run with xauth to make one' };
}
