import fs from 'node:fs';
import path from 'node:path';
import pinned from '../zig.json' with { type: 'json' };
import { sha256OfFile } from '../../files/content-hash.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { ServerError } from '../../http/http-get.ts';
import { platformKey } from '../pins.ts';
import { downloadRange } from './download-range.ts';
import { withLock } from './lock.ts';
import type { Report } from './progress.ts';
import { messageOf, SetupError } from './setup-error.ts';
import { ChecksumError, unpackMember } from './unpack.ts';
import { findWheel, packageIndexes } from './wheel-index.ts';
import { fileSource } from './zip-source.ts';
import { memberDataOffset, readZipDirectory } from './zip-directory.ts';

export interface ZigOptions {
  readonly cache: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
}

const STALL_MS = 30_000;
const hosts: Readonly<Record<string, { wheel: string; size: number; sha256: string }>> = pinned.hosts;

/**
 * Brings Zig into the cache, a whole compiler for Windows in one download (100 MB), from whatever system; returns its program. Does
 * nothing if it is there. Throws SetupError where PyPI has none for this machine or cannot be asked.
 */
export async function bringZig({ cache, env, report }: ZigOptions): Promise<string> {
  const host = platformKey();
  const wheel = hosts[host];
  if (!wheel) throw new SetupError(`PyPI has no Zig for ${host}.`, 'CXX names a C++17 compiler for Windows.');
  const folder = path.join(cache, 'zig', `${host}-${pinned.version}`);
  const program = path.join(folder, 'ziglang', process.platform === 'win32' ? 'zig.exe' : 'zig');
  if (fs.existsSync(folder)) return program;
  makeFolder(path.dirname(folder));
  const bring = async (): Promise<void> => {
    if (fs.existsSync(folder)) return;
    const archive = path.join(cache, 'downloads', wheel.wheel);
    makeFolder(path.dirname(archive));
    await download(wheel, archive, packageIndexes(env), report);
    report.line('Unpacking Zig.');
    const unpacked = `${folder}.new`;
    fs.rmSync(unpacked, { recursive: true, force: true });
    await unpack(archive, unpacked);
    fs.chmodSync(path.join(unpacked, path.relative(folder, program)), 0o755);
    fs.renameSync(unpacked, folder);
    fs.rmSync(archive);
  };
  await withLock(`${folder}.lock`, bring, () => report.line('Another process is fetching Zig; waiting for it.'));
  return program;
}

/** Has Zig keep in the cache what it makes of its own sources: a C++ library takes minutes. */
export function zigEnvironment(cache: string): Record<string, string> {
  const made = path.join(cache, 'zig', 'made');
  return { ZIG_GLOBAL_CACHE_DIR: made, ZIG_LOCAL_CACHE_DIR: made };
}

async function download(
  { wheel, size, sha256 }: { wheel: string; size: number; sha256: string },
  archive: string,
  indexes: readonly string[],
  report: Report,
): Promise<void> {
  const failures: string[] = [];
  for (const index of indexes) {
    try {
      const url = await findWheel(index, { project: 'ziglang', wheel, sha256 }, STALL_MS);
      await downloadRange({
        url,
        offset: 0,
        length: size,
        partial: archive,
        stallMs: STALL_MS,
        attempts: 4,
        retryMs: 500,
        onBytes: (have) => report.progress(`Zig ${pinned.version}`, have, size),
      });
      const actual = await sha256OfFile(archive);
      if (actual === sha256) return;
      fs.rmSync(archive);
      throw new ChecksumError(wheel, sha256, actual);
    } catch (error) {
      if (!(error instanceof ServerError || error instanceof ChecksumError)) throw error;
      failures.push(`${index}: ${messageOf(error)}`);
    }
  }
  throw new SetupError(
    `Zig ${pinned.version} cannot be fetched:\n  ${failures.join('\n  ')}`,
    'Try again when the network is back, or let CXX name a C++17 compiler for Windows.',
  );
}

/** What other systems' programs are made of is two thirds of the files. */
const isForOthers = (name: string): boolean =>
  /^ziglang\/(doc\/|lib\/libc\/(?!mingw\/|include\/any-windows-any\/)|lib\/libtsan\/)/.test(name);

async function unpack(archive: string, target: string): Promise<void> {
  const source = fileSource(archive);
  for (const member of await readZipDirectory(source)) {
    if (member.path.endsWith('/') || isForOthers(member.path)) continue;
    const start = await memberDataOffset(source, member);
    const file = path.join(target, member.path);
    makeFolder(path.dirname(file));
    await unpackMember({
      compressed: fs.createReadStream(archive, { start, end: start + member.compressedSize - 1 }),
      method: member.method,
      target: file,
      // The archive's own was checked.
      sha256: null,
    });
  }
}
