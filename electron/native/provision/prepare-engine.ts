import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { addonPath, namedFolder, pinnedFolder, readEngineFolder, writeEngineManifest } from '../engine-folder.ts';
import type { EngineManifest } from '../engine-folder.ts';
import { pins as pinned, platformKey } from '../pins.ts';
import type { Pins } from '../pins.ts';
import { prebuiltAddons } from '../prebuilt-addons.ts';
import type { PrebuiltAddons } from '../prebuilt-addons.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { buildAddon } from './build-addon.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { withLock } from './lock.ts';
import { takeNamedSource } from './named-source.ts';
import type { Report } from './progress.ts';
import { SetupError } from './setup-error.ts';
import { takePrebuilt } from './take-prebuilt.ts';
import { packageIndexes } from './wheel-index.ts';

export interface PrepareOptions {
  /** The checkout whose node_modules the addon is compiled from. */
  readonly root: string;
  readonly report: Report;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly pins?: Pins;
  readonly addons?: PrebuiltAddons;
  readonly indexes?: readonly string[];
  readonly stallMs?: number;
  readonly retryMs?: number;
}

/**
 * Makes sure that libtensorflow and its addon for this platform lie in the cache (or where INKSTONE_LIBTENSORFLOW
 * says), and returns their engine folder. Does nothing if they do. Throws SetupError.
 */
export async function prepareEngine(options: PrepareOptions): Promise<string> {
  const { env = process.env, pins = pinned, report } = options;
  const cache = cacheFolder(env);
  const folder = chooseFolder(cache, env, pins);
  const addon = addonPath(folder, pins);
  if (readEngineFolder(folder) && fs.existsSync(addon)) return folder;
  makeFolder(path.join(folder, 'tensorflow'));
  const onWait = () => report.line('Another process is preparing TensorFlow; waiting for it.');
  await withLock(
    `${folder}.lock`,
    async () => {
      if (!readEngineFolder(folder))
        writeEngineManifest(folder, await bringLibraries(folder, cache, { ...options, env, pins }));
      if (!fs.existsSync(addon)) await bringAddon(addon, { ...options, env, pins });
    },
    onWait,
  );
  return folder;
}

/** The addon that a release has built, or else one that is compiled here. Throws SetupError, which says why neither could be. */
async function bringAddon(
  target: string,
  {
    root,
    report,
    env,
    pins,
    addons = prebuiltAddons,
    stallMs = 30_000,
  }: PrepareOptions & Pick<Required<PrepareOptions>, 'env' | 'pins'>,
): Promise<void> {
  const why = await takePrebuilt({ target, root, pins, addons, platform: platformKey(), env, stall: stallMs });
  if (why === null) return report.line('Took the TensorFlow addon that a release has built.');
  report.line(`No prebuilt TensorFlow addon: ${why}. Compiling it (a few seconds, once).`);
  await buildAddon({ libraries: path.dirname(target), target, root, env }).catch((error: unknown) => {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`${error.message}\nNor was a prebuilt one to be had: ${why}.`, error.wayOut, error);
  });
}

function chooseFolder(cache: string, env: Readonly<Record<string, string | undefined>>, pins: Pins): string {
  const named = env['INKSTONE_LIBTENSORFLOW'];
  if (named) {
    const folder = namedFolder(cache, named);
    if (folder) return folder;
    throw new SetupError(
      `INKSTONE_LIBTENSORFLOW names ${named}, which is not there.`,
      'Correct it, or unset it to let Inkstone fetch the library.',
    );
  }
  const folder = pinnedFolder(cache, pins, platformKey());
  if (folder) return folder;
  throw new SetupError(
    `No libtensorflow is known for ${platformKey()}.`,
    'Set INKSTONE_LIBTENSORFLOW to an engine folder built for it (see electron/native/engine-folder.ts).',
  );
}

async function bringLibraries(
  folder: string,
  cache: string,
  options: PrepareOptions & { env: NonNullable<PrepareOptions['env']>; pins: Pins },
): Promise<EngineManifest> {
  const { env, pins, report } = options;
  const named = env['INKSTONE_LIBTENSORFLOW'];
  if (named) {
    report.line(`Taking TensorFlow from ${named}.`);
    const { version } = await takeNamedSource(path.resolve(named), folder);
    return describe(folder, version, path.resolve(named), true);
  }
  const wheel = pins.platforms[platformKey()]!;
  const label = `TensorFlow ${wheel.version}`;
  if (!wheel.verified)
    report.line(`${label} for ${platformKey()} is pinned but was never run by us: tell us how it goes.`);
  await fetchWheel({
    wheel,
    indexes: options.indexes ?? packageIndexes(env),
    target: folder,
    partials: path.join(cache, 'downloads'),
    onProgress: (done, total) => report.progress(label, done, total),
    onServerLeft: (server, why) => report.line(`${server}: ${why}`),
    ...(options.stallMs === undefined ? {} : { stallMs: options.stallMs }),
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
  });
  return describe(folder, wheel.version, `${wheel.wheel} (PyPI)`, wheel.verified);
}

function describe(folder: string, tensorflow: string | null, source: string, verified: boolean): EngineManifest {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(so(\.\d+)*|dylib)$/.test(file) && !file.startsWith('archive'))
    .map((file) => ({ path: file, size: fs.statSync(path.join(folder, file)).size }));
  return {
    format: 1,
    tensorflow,
    source,
    verified,
    cuda: files.some((file) => isCudaFramework(path.join(folder, file.path))),
    files,
  };
}

/** The framework library of a CUDA build names CUDA's runtime, which it opens by itself. */
const isCudaFramework = (file: string): boolean =>
  file.includes('framework') && fs.readFileSync(file).includes('libcudart.so');
