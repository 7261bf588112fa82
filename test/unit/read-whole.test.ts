import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readJson } from '../../electron/files/json-file.ts';
import { readLines } from '../../electron/files/read-lines.ts';
import { StampedIndex } from '../../electron/files/stamped-index.ts';
import { readOwnFile } from '../../electron/services/own-files/own-file.ts';
import { SittingFiles } from '../../electron/services/hands/sitting-files.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

/** Whoever opens a pipe that nobody writes to waits for ever; the system is asked in a few threads, and four such waits are all of them. */
it.runIf(process.platform !== 'win32')(
  'a pipe in the storage is told as no file, and waited for by nobody',
  async () => {
    const { folder, remove } = temporaryFolder();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const refused = { code: 'not-a-file', params: { path: pipe } };
    await expect(readJson(pipe, z.unknown(), 1)).rejects.toMatchObject(refused);
    await expect(readLines(pipe, () => null)).rejects.toMatchObject(refused);
    await expect(readOwnFile(pipe, 'recipe-unreadable', String)).rejects.toMatchObject(refused);
    await expect(new SittingFiles().read(pipe)).rejects.toMatchObject(refused);
    expect(await new StampedIndex(pipe, z.string()).get('one', { mtime: 0, size: 0 })).toBeUndefined();
    remove();
  },
);
