import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { addonPath, namedFolder, pinnedFolder, readEngineFolder, writeEngineManifest } from '../engine-folder.ts';
import type { EngineManifest } from '../engine-folder.ts';
import { pins as pinned, platformKey } from '../pins.ts';
import type { PinnedArchive, Pins } from '../pins.ts';
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
import { MAVEN_REPOSITORIES, packageIndexes } from './wheel-index.ts';

export interface PrepareOptions {
  /** The checkout whose node_modules the addon is compiled from. */
  readonly root: string;
  readonly report: Report;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly pins?: Pins;
  readonly addons?: PrebuiltAddons;
  /** Package indexes or Maven repositories to ask, in place of the usual ones. */
  readonly indexes?: readonly string[];
  /** As `platformKey` names it: this machine's, or another one to prepare an engine for. */
  readonly platform?: string;
  readonly stallMs?: number;
  readonly retryMs?: number;
}

type Preparation = PrepareOptions & { env: NonNullable<PrepareOptions['env']>; pins: Pins; platform: string };

/**
 * Makes sure that libtensorflow and its addon for this platform lie in the cache (or where INKSTONE_LIBTENSORFLOW
 * says), and returns their engine folder. Does nothing if they do. Throws SetupError.
 */
export async function prepareEngine(options: PrepareOptions): Promise<string> {
  const { env = process.env, pins = pinned, platform = platformKey(), report } = options;
  const cache = cacheFolder(env);
  const folder = chooseFolder(cache, env, pins, platform);
  const addon = addonPath(folder, pins);
  if (readEngineFolder(folder) && fs.existsSync(addon)) return folder;
  makeFolder(path.join(folder, 'tensorflow'));
  const onWait = () => report.line('Another process is preparing TensorFlow; waiting for it.');
  await withLock(
    `${folder}.lock`,
    async () => {
      if (!readEngineFolder(folder))
        writeEngineManifest(folder, await bringLibraries(folder, cache, { ...options, env, pins, platform }));
      if (!fs.existsSync(addon)) await bringAddon(addon, { ...options, env, pins, platform });
    },
    onWait,
  );
  return folder;
}

/** The addon that a release has built, or else one that is compiled here. Throws SetupError, which says why neither could be. */
async function bringAddon(target: string, preparation: Preparation): Promise<void> {
  const { root, report, env, pins, platform, addons = prebuiltAddons, stallMs = 30_000 } = preparation;
  const why = await takePrebuilt({ target, root, pins, addons, platform, env, stall: stallMs });
  if (why === null) return report.line('Took the TensorFlow addon that a release has built.');
  report.line(`No prebuilt TensorFlow addon: ${why}. Compiling it (a few seconds, once).`);
  const [system] = platform.split('-');
  const libraries = path.dirname(target);
  await buildAddon({ libraries, target, root, env, platform: system!, report }).catch((error: unknown) => {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`${error.message}\nNor was a prebuilt one to be had: ${why}.`, error.wayOut, error);
  });
}

function chooseFolder(
  cache: string,
  env: Readonly<Record<string, string | undefined>>,
  pins: Pins,
  platform: string,
): string {
  const named = env['INKSTONE_LIBTENSORFLOW'];
  if (named) {
    const folder = namedFolder(cache, named);
    if (folder) return folder;
    throw new SetupError(
      `INKSTONE_LIBTENSORFLOW names ${named}, which is not there.`,
      'Correct it, or unset it to let Inkstone fetch the library.',
    );
  }
  const folder = pinnedFolder(cache, pins, platform);
  if (folder) return folder;
  throw new SetupError(
    `No libtensorflow is known for ${platform}.`,
    'Set INKSTONE_LIBTENSORFLOW to an engine folder built for it (see electron/native/engine-folder.ts).',
  );
}

async function bringLibraries(folder: string, cache: string, options: Preparation): Promise<EngineManifest> {
  const { env, pins, platform, report } = options;
  const named = env['INKSTONE_LIBTENSORFLOW'];
  if (named) {
    report.line(`Taking TensorFlow from ${named}.`);
    const { version } = await takeNamedSource(path.resolve(named), folder);
    return describe(folder, version, path.resolve(named), true);
  }
  const wheel = pins.platforms[platform]!;
  const label = `TensorFlow ${wheel.version}`;
  if (!wheel.verified)
    report.line(`${label} for ${platform} is pinned but was never run by us on such a system: tell us how it goes.`);
  if (wheel.notices) await bringArchive(wheel.notices, 'Licences', folder, cache, options);
  await bringArchive(wheel, label, folder, cache, options);
  const place = wheel.maven ? 'Maven Central' : 'PyPI';
  return describe(folder, wheel.version, `${wheel.wheel} (${place})`, wheel.verified);
}

function bringArchive(
  wheel: PinnedArchive,
  label: string,
  folder: string,
  cache: string,
  { env, report, ...options }: Preparation,
): Promise<void> {
  return fetchWheel({
    wheel,
    indexes: options.indexes ?? (wheel.maven ? MAVEN_REPOSITORIES : packageIndexes(env)),
    target: folder,
    partials: path.join(cache, 'downloads'),
    onProgress: (done, total) => report.progress(label, done, total),
    onServerLeft: (server, why) => report.line(`${server}: ${why}`),
    ...(options.stallMs === undefined ? {} : { stallMs: options.stallMs }),
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
  });
}

function describe(folder: string, tensorflow: string | null, source: string, verified: boolean): EngineManifest {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(so(\.\d+)*|dylib|dll)$/.test(file) && !file.startsWith('archive'))
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
