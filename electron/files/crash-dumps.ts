import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { CrashDump } from '../../shared/contract/schemas/report.ts';
import { storageError } from './atomic-write.ts';

const DUMP = /\.dmp$/i;

/** What is kept of memory images of crashed processes: the newest ones, so many of them, and so many bytes together. */
const DUMP_BOUNDS = { count: 5, bytes: 134_217_728 };

/** Where they lie in the log's folder. */
export const crashFolder = (folder: string): string => path.join(folder, 'crashes');

/** Those that are there, the newest first. */
export const crashDumps = async (folder: string): Promise<CrashDump[]> =>
  (await dumpFiles(folder)).map(({ file, bytes, at }) => ({ name: path.basename(file), bytes, at }));

/** Removes memory images beyond what is kept. What cannot be removed stays. */
export async function pruneCrashDumps(folder: string, { count, bytes: most } = DUMP_BOUNDS): Promise<void> {
  let sum = 0;
  for (const [index, { file, bytes }] of (await dumpFiles(folder)).entries()) {
    sum += bytes;
    if (index >= count || sum > most) await fs.rm(file, { force: true }).catch(() => undefined);
  }
}

/** Crashpad lays them into folders of its own: new, pending, completed, on Windows reports. */
async function dumpFiles(folder: string): Promise<{ file: string; bytes: number; at: number }[]> {
  const root = crashFolder(folder);
  const found: { file: string; bytes: number; at: number }[] = [];
  for (const place of [root, ...['new', 'pending', 'completed', 'reports'].map((name) => path.join(root, name))]) {
    for (const name of await fs.readdir(place).catch(() => [])) {
      const file = path.join(place, name);
      const stat = DUMP.test(name) ? await fs.lstat(file).catch(() => null) : null;
      if (stat?.isFile()) found.push({ file, bytes: stat.size, at: stat.mtimeMs });
    }
  }
  return found.sort((a, b) => b.at - a.at);
}

/** Throws storage errors. */
export async function clearCrashDumps(folder: string): Promise<void> {
  for (const { file } of await dumpFiles(folder)) {
    await fs.rm(file, { force: true }).catch((error: unknown) => {
      throw storageError(error, file);
    });
  }
}
