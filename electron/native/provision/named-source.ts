import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../../files/make-folder.ts';
import { findLibraries } from './library-names.ts';
import { fileSource } from './zip-source.ts';
import { messageOf, SetupError } from './setup-error.ts';
import { unpackMember } from './unpack.ts';
import { memberDataOffset, readZipDirectory } from './zip-directory.ts';
import type { ByteSource, ZipMember } from './zip-directory.ts';

const WAY_OUT =
  'INKSTONE_LIBTENSORFLOW names a TensorFlow wheel (.whl), a libtensorflow archive (.zip, .jar, .tar.gz, .tgz) or an unpacked folder with ' +
  'libtensorflow_cc and libtensorflow_framework in it (tensorflow.dll on Windows). Unset it to let Inkstone fetch the library.';

export interface NamedLibraries {
  /** The version that the wheel's own name tells; null for folders and other archives. */
  readonly version: string | null;
}

/** Brings the libraries of a wheel, an archive or a folder into `<target>/tensorflow`. A folder's are linked, not copied. */
export async function takeNamedSource(named: string, target: string): Promise<NamedLibraries> {
  const place = path.join(target, 'tensorflow');
  makeFolder(place);
  if (fs.statSync(named).isDirectory()) linkFolder(named, place);
  else if (/\.(whl|zip|jar)$/i.test(named)) await unpackZip(named, place);
  else if (/\.(tar\.gz|tgz)$/i.test(named)) await unpackTar(named, target, place);
  else throw new SetupError(`${named} is no wheel, archive or folder`, WAY_OUT);
  return { version: /^tensorflow[^-]*-([^-]+)-.*\.whl$/.exec(path.basename(named))?.[1] ?? null };
}

function linkFolder(folder: string, place: string): void {
  for (const file of librariesOf(folder)) {
    const link = path.join(place, path.basename(file));
    fs.rmSync(link, { force: true });
    linkFile(fs.realpathSync(file), link);
  }
}

/** Windows lets only some users make links to files; there it is a second name of the file, or a copy from another disk. */
function linkFile(file: string, link: string): void {
  if (process.platform !== 'win32') return fs.symlinkSync(file, link);
  try {
    fs.linkSync(file, link);
  } catch {
    fs.copyFileSync(file, link);
  }
}

function librariesOf(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = findLibraries(entries);
  if (!found) throw new SetupError(`${folder} has no libtensorflow in it`, WAY_OUT);
  return found.map((file) => path.join(folder, file));
}

async function unpackZip(archive: string, place: string): Promise<void> {
  const source = fileSource(archive);
  const members = await readZipDirectory(source).catch((cause: unknown) => {
    throw new SetupError(messageOf(cause), WAY_OUT, cause);
  });
  const found = findLibraries(members.map((member) => member.path));
  if (!found) throw new SetupError(`${archive} has no libtensorflow in it`, WAY_OUT);
  const hashes = await recordedHashes(archive, source, members, place);
  for (const file of found) {
    const member = members.find((candidate) => candidate.path === file)!;
    await unpackFrom(archive, source, member, path.join(place, path.basename(file)), hashes.get(file) ?? null);
  }
}

async function unpackFrom(
  archive: string,
  source: ByteSource,
  member: ZipMember,
  target: string,
  sha256: string | null,
): Promise<void> {
  const start = await memberDataOffset(source, member);
  const compressed = fs.createReadStream(archive, { start, end: start + member.compressedSize - 1 });
  await unpackMember({ compressed, method: member.method, target, sha256 }).catch((cause: unknown) => {
    throw new SetupError(`${member.path} in ${archive} is damaged: ${messageOf(cause)}`, WAY_OUT, cause);
  });
}

/** A wheel's RECORD has `path,sha256=<base64url>,size` for each member. Other zips have none. */
async function recordedHashes(
  archive: string,
  source: ByteSource,
  members: readonly ZipMember[],
  place: string,
): Promise<Map<string, string>> {
  const record = members.find((member) => /\.dist-info\/RECORD$/.test(member.path));
  if (!record) return new Map();
  const file = path.join(place, 'RECORD');
  await unpackFrom(archive, source, record, file, null);
  const lines = [...fs.readFileSync(file, 'utf8').matchAll(/^([^,\n]+),sha256=([^,]+),/gm)];
  fs.rmSync(file);
  return new Map(lines.map(([, name, hash]) => [name!, Buffer.from(hash!, 'base64url').toString('hex')]));
}

/** Google's archives are gzipped tars with links in them: the system's own tar reads these best. */
async function unpackTar(archive: string, target: string, place: string): Promise<void> {
  const folder = path.join(target, 'archive');
  makeFolder(folder);
  await promisify(execFile)('tar', ['-xzf', archive, '-C', folder]).catch((cause: unknown) => {
    throw new SetupError(`${archive} cannot be unpacked: ${messageOf(cause)}`, WAY_OUT, cause);
  });
  linkFolder(folder, place);
}
