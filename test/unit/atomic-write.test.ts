import { promises as fs, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeAtomic } from '../../electron/files/atomic-write.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
beforeEach(() => (home = temporaryFolder()));
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});
const file = (): string => path.join(home.folder, 'new', 'file');

describe('an atomic write', () => {
  it('puts all pieces one after the other, empty ones and thousands of them too', async () => {
    const pieces = Array.from({ length: 3000 }, (_, i) => new Uint8Array(i % 4).fill(i));
    await writeAtomic(file(), pieces);
    expect(Buffer.compare(readFileSync(file()), Buffer.concat(pieces))).toBe(0);
    await writeAtomic(file(), []);
    expect(readFileSync(file())).toHaveLength(0);
    expect(readdirSync(path.dirname(file()))).toEqual(['file']);
  });

  it('goes on where the system took only a part', async () => {
    const { open } = fs;
    vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
      const handle = await open(...args);
      // Five bytes at a time, however many there are.
      vi.spyOn(handle, 'writev').mockImplementation(async (pieces) => {
        const some = Buffer.concat(pieces as Uint8Array[]).subarray(0, 5);
        const { bytesWritten } = await handle.write(some);
        return { bytesWritten, buffers: pieces } as never;
      });
      return handle;
    });
    const pieces = ['ab', 'cdefghijk', '', 'l', 'mnopq'].map((text) => new TextEncoder().encode(text));
    await writeAtomic(file(), pieces);
    expect(readFileSync(file(), 'utf8')).toBe('abcdefghijklmnopq');
  });

  it('leaves the old content and no other file where the disk refuses', async () => {
    await writeAtomic(file(), [Uint8Array.of(1)]);
    const { open } = fs;
    vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
      const handle = await open(...args);
      vi.spyOn(handle, 'writev').mockRejectedValue(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      return handle;
    });
    await expect(writeAtomic(file(), [Uint8Array.of(2)])).rejects.toMatchObject({ code: 'disk-full' });
    expect([...readFileSync(file())]).toEqual([1]);
    expect(readdirSync(path.dirname(file()))).toEqual(['file']);
  });
});
