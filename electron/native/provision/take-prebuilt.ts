import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { sha256Of } from '../../files/content-hash.ts';
import { getBytes } from '../../http/get-bytes.ts';
import { ServerError } from '../../http/http-get.ts';
import { platformKey } from '../pins.ts';
import type { Pins } from '../pins.ts';
import { prebuiltName } from '../prebuilt-addons.ts';
import type { PrebuiltAddon, PrebuiltAddons } from '../prebuilt-addons.ts';
import { addonSources } from './addon-sources.ts';
import { messageOf } from './setup-error.ts';

export interface PrebuiltRequest {
  /** Beside the libraries, which it finds in its own folder. */
  readonly target: string;
  /** The checkout. */
  readonly root: string;
  readonly pins: Pins;
  readonly addons: PrebuiltAddons;
  /** As `platformKey` names it: this machine's, or another one, whose addon cannot be tried here. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without a byte after which the server is left. */
  readonly stall: number;
}

/** How long a process may take to load it, with TensorFlow, milliseconds. */
const LOADING = 120_000;

/**
 * Brings the addon that a release has built for this platform, if it was built of what this checkout has: checked by its hash before it is
 * loaded, and loaded in a process of its own before it is kept. INKSTONE_ADDON_URL names a mirror's folder, or with `none` keeps from asking.
 * Resolves with null when it is there, else with why it is not, in words; never rejects but with the file system's errors.
 */
export async function takePrebuilt({
  target,
  root,
  pins,
  addons,
  platform,
  env,
  stall,
}: PrebuiltRequest): Promise<string | null> {
  const mirror = env['INKSTONE_ADDON_URL'];
  if (mirror === 'none') return 'INKSTONE_ADDON_URL is none';
  const addon = addons[platform];
  if (!addon) return `no release has one for ${platform}`;
  const sources = addonSources(root, pins);
  if (addon.sources !== sources) return 'it was built from other sources than this checkout has';
  if (!isLinkedAgainst(path.dirname(target))) return 'it is linked against the libraries of TensorFlow’s wheels';
  const address = mirror ? `${mirror.replace(/\/+$/, '')}/${prebuiltName(pins, platform, sources)}` : addon.url;
  try {
    const bytes = await getBytes(address, { limit: addon.size, stall });
    return await keep(bytes, addon, target, platform === platformKey());
  } catch (thrown) {
    if (!(thrown instanceof ServerError)) throw thrown;
    return `${address}: ${messageOf(thrown)}`;
  }
}

/** Google's own archives name the library otherwise. */
const isLinkedAgainst = (libraries: string): boolean =>
  ['libtensorflow_cc.so.2', 'libtensorflow_cc.2.dylib', 'tensorflow.dll'].some((name) =>
    fs.existsSync(path.join(libraries, name)),
  );

async function keep(
  bytes: Buffer,
  { size, sha256 }: PrebuiltAddon,
  target: string,
  isOurs: boolean,
): Promise<string | null> {
  const actual = sha256Of(bytes);
  if (bytes.length !== size || actual !== sha256) return `its sha256 is ${actual}, not ${sha256}`;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temporary, bytes, { mode: 0o755 });
    const problem = isOurs ? await loadingProblem(temporary) : null;
    if (problem !== null) return `it cannot be loaded: ${problem}`;
    fs.renameSync(temporary, target);
    return null;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/** Why this Node cannot load an addon; null if it can. In a process of its own, since a wrong one may end it. */
async function loadingProblem(file: string): Promise<string | null> {
  const script = 'process.dlopen({ exports: {} }, process.argv[1], os.constants.dlopen.RTLD_LAZY)';
  try {
    await promisify(execFile)(process.execPath, ['-e', script, file], {
      timeout: LOADING,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    });
    return null;
  } catch (thrown) {
    const { stderr, signal } = thrown as { stderr?: string; signal?: string };
    return /^(?:\w*Error): (.*)$/m.exec(stderr ?? '')?.[1] ?? signal ?? messageOf(thrown);
  }
}
