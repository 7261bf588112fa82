import { promises as fs, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Dialogs } from '../../electron/environment.ts';
import { saveFile } from '../../electron/services/files/save-file.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost } from '../fixtures/host-services.ts';

let home: { folder: string; remove(): void };
let target: string | null;
let suggested: string[];
const dialogs: Dialogs = {
  pickFolder: () => Promise.resolve(null),
  pickFile: () => Promise.resolve(null),
  pickTarget: (name) => (suggested.push(name), Promise.resolve(target)),
  printPage: () => Promise.resolve(new Uint8Array([37, 80, 68, 70])),
  confirmFeed: () => Promise.resolve(false),
};
beforeEach(() => {
  home = temporaryFolder();
  target = path.join(home.folder, 'chosen.csv');
  suggested = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const bytes = new TextEncoder().encode('step,loss\r\n1,2.3\r\n');
const refusal = (): Promise<AppError> =>
  saveFile(dialogs, 'a.csv', bytes).then(
    () => expect.fail('it was saved'),
    (error: unknown) => error as AppError,
  );
/** Every file that is opened for writing meets this error. */
function refuse(code: string): void {
  vi.spyOn(fs, 'open').mockRejectedValue(Object.assign(new Error(code), { code }));
}

describe('saving a file from the window', () => {
  it('writes it where the user said and tells its name alone', async () => {
    const host = await startHost(path.join(home.folder, 'storage'), { dialogs });
    const window = host.window();
    expect(await window.call('files.save', { name: '../曲线:1.csv', bytes })).toEqual({ name: 'chosen.csv' });
    expect(suggested).toEqual(['__曲线_1.csv']);
    expect(new Uint8Array(readFileSync(target!))).toEqual(bytes);
    await host.services.stop();
  });

  it('does nothing when the dialog is dismissed, and needs one', async () => {
    target = null;
    expect(await saveFile(dialogs, 'a.csv', bytes)).toBeNull();
    expect(readdirSync(home.folder)).toEqual([]);
    await expect(saveFile(null, 'a.csv', bytes)).rejects.toMatchObject({ code: 'dialog-unavailable' });
  });

  it.each([
    ['ENOSPC', { code: 'disk-full', params: {} }],
    ['EFBIG', { code: 'file-limit', params: {} }],
    ['EACCES', { code: 'save-denied', params: { name: 'chosen.csv' } }],
    ['EROFS', { code: 'save-denied', params: { name: 'chosen.csv' } }],
    ['EIO', { code: 'save-failed', params: { name: 'chosen.csv', reason: 'EIO' } }],
  ])('where the disk says %s it tells so without a path, and the old file is whole', async (code, told) => {
    writeFileSync(target!, 'old');
    refuse(code);
    const error = await refusal();
    expect({ code: error.code, params: error.params }).toEqual(told);
    expect(readFileSync(target!, 'utf8')).toBe('old');
    expect(readdirSync(home.folder)).toEqual(['chosen.csv']);
  });

  it('cannot take the place of a folder, and leaves nothing beside it', async () => {
    mkdirSync(target!);
    expect((await refusal()).code).toBe('save-failed');
    expect(readdirSync(home.folder)).toEqual(['chosen.csv']);
  });

  it('takes names as long as the file system does, and two at once do not mix', async () => {
    target = path.join(home.folder, `${'长'.repeat(83)}.csv`);
    const other = new Uint8Array(5_000_000).fill(7);
    await Promise.all([saveFile(dialogs, 'a.csv', other), saveFile(dialogs, 'a.csv', bytes)]);
    const written = new Uint8Array(readFileSync(target));
    expect([bytes.length, other.length]).toContain(written.length);
    expect(readdirSync(home.folder)).toHaveLength(1);
  });
});
