import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { PinnedArchive, PinnedMember } from '../pins.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { downloadRange } from './download-range.ts';
import { httpSource } from './zip-source.ts';
import { ServerError } from '../../http/http-get.ts';
import { messageOf, SetupError } from './setup-error.ts';
import { ChecksumError, unpackMember } from './unpack.ts';
import { findWheel } from './wheel-index.ts';
import { memberDataOffset, readZipDirectory } from './zip-directory.ts';
import type { ZipMember } from './zip-directory.ts';

export interface FetchOptions {
  readonly wheel: PinnedArchive;
  /** Package indexes; Maven repositories where the archive is of such a one. */
  readonly indexes: readonly string[];
  /** Unpacked members go here, under their paths. */
  readonly target: string;
  /** Half-fetched members wait here for the next attempt. */
  readonly partials: string;
  readonly onProgress: (done: number, total: number) => void;
  /** Bytes that have just come, without those that were there before. */
  readonly onReceived?: (bytes: number) => void;
  /** Called when a server is given up for the next one. */
  readonly onServerLeft: (server: string, why: string) => void;
  readonly signal?: AbortSignal;
  readonly stallMs?: number;
  readonly attempts?: number;
  readonly retryMs?: number;
}

const WAY_OUT =
  'Try again when the network is back (what was fetched is kept), set PIP_INDEX_URL to a package index that can be reached, ' +
  'or set INKSTONE_LIBTENSORFLOW to a TensorFlow wheel, a libtensorflow archive or an unpacked folder that is already at hand.';

/**
 * Fetches the pinned members of a wheel or a jar, by ranges: the zip's directory, then each member's own bytes. Indexes are
 * asked in turn; one that lies, stalls, truncates or refuses is left for the next. Throws SetupError naming each, or
 * AppError `cancelled`; the next time goes on from what was fetched until then.
 */
export async function fetchWheel(options: FetchOptions): Promise<void> {
  const failures: string[] = [];
  for (const index of options.indexes) {
    try {
      await fetchFrom(index, options);
      return;
    } catch (error) {
      if (!(error instanceof ServerError || error instanceof ChecksumError || error instanceof ArchiveError))
        throw error;
      failures.push(`${index}: ${messageOf(error)}`);
      if (failures.length < options.indexes.length) options.onServerLeft(index, messageOf(error));
    }
  }
  const { project, version } = options.wheel;
  throw new SetupError(`${project} ${version} cannot be fetched:\n  ${failures.join('\n  ')}`, WAY_OUT);
}

/** The archive on the server is not the one that was pinned. */
class ArchiveError extends Error {}

async function fetchFrom(index: string, options: FetchOptions): Promise<void> {
  const { wheel, stallMs = 30_000, signal } = options;
  const url = wheel.maven ? `${index}/${wheel.maven}/${wheel.wheel}` : await findWheel(index, wheel, stallMs, signal);
  const members = pickMembers(await fromZip(readZipDirectory(httpSource(url, stallMs, signal))), wheel);
  const total = members.reduce((sum, { zipped }) => sum + zipped.compressedSize, 0);
  let before = 0;
  for (const { pinned, zipped } of members) {
    const target = path.join(options.target, pinned.path);
    if (fs.statSync(target, { throwIfNoEntry: false })?.size !== pinned.size) {
      await fetchMember(url, pinned, zipped, target, {
        ...options,
        onProgress: (done) => options.onProgress(before + done, total),
      });
    }
    before += zipped.compressedSize;
    options.onProgress(before, total);
  }
}

/** What a server sends may be no zip at any place of it. */
async function fromZip<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ServerError || error instanceof AppError) throw error;
    throw new ArchiveError(messageOf(error), { cause: error });
  }
}

function pickMembers(
  directory: readonly ZipMember[],
  wheel: FetchOptions['wheel'],
): { pinned: PinnedMember; zipped: ZipMember }[] {
  return wheel.members.map((pinned) => {
    const from = pinned.from ?? pinned.path;
    const zipped = directory.find((member) => member.path === from && member.size === pinned.size);
    if (!zipped) throw new ArchiveError(`has no ${from} of ${pinned.size} bytes in its ${wheel.wheel}`);
    return { pinned, zipped };
  });
}

async function fetchMember(
  url: string,
  pinned: PinnedMember,
  zipped: ZipMember,
  target: string,
  options: FetchOptions,
): Promise<void> {
  const { stallMs = 30_000, attempts = 4, retryMs = 500, signal } = options;
  const partial = path.join(
    options.partials,
    `${options.wheel.sha256.slice(0, 12)}-${path.basename(pinned.path)}.part`,
  );
  makeFolder(path.dirname(target));
  makeFolder(options.partials);
  const offset = await fromZip(memberDataOffset(httpSource(url, stallMs, signal), zipped));
  for (;;) {
    let last: number | null = null;
    const onBytes = (have: number) => {
      if (last !== null) options.onReceived?.(have - last);
      last = have;
      options.onProgress(have, zipped.compressedSize);
    };
    const resumed = await downloadRange({
      url,
      offset,
      length: zipped.compressedSize,
      partial,
      stallMs,
      attempts,
      retryMs,
      signal,
      onBytes,
    });
    try {
      await unpackMember({
        compressed: fs.createReadStream(partial),
        method: zipped.method,
        target,
        sha256: pinned.sha256,
        signal,
      });
      if (pinned.executable) fs.chmodSync(target, 0o755);
      fs.rmSync(partial);
      return;
    } catch (error) {
      if (error instanceof AppError) throw error;
      fs.rmSync(partial, { force: true });
      const damaged = asDamage(error, pinned.path);
      // The bytes that an earlier attempt left may be the wrong ones, so this server is tried again from the start.
      if (!damaged || resumed === 0) throw damaged ?? error;
    }
  }
}

/** A wrong checksum, or a stream that does not inflate: both say that the bytes are not the wheel's. */
function asDamage(error: unknown, what: string): Error | null {
  if (error instanceof ChecksumError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('Z_') ? new ArchiveError(`sent a ${what} that does not unpack`, { cause: error }) : null;
}
