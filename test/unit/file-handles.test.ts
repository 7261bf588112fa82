import { existsSync, mkdirSync, promises, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FileHandles } from '../../electron/services/files/handles.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let storage: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (storage = temporaryFolder()));
afterEach(() => storage.remove());

const handles = (most?: number) =>
  new FileHandles({ dialogs: null, drops: null, opened: null, storageFolder: storage.folder }, most);
const bytes = (count: number) => new Uint8Array(count);
/** The uploads that lie on the disk. */
const kept = (): string[] => {
  const uploads = path.join(storage.folder, 'uploads');
  return existsSync(uploads) ? readdirSync(uploads).flatMap((host) => readdirSync(path.join(uploads, host))) : [];
};

it('what one connection holds is bounded in sum, and what is refused leaves nothing', async () => {
  const files = handles(100);
  const first = await files.upload('a', bytes(60));
  await expect(files.upload('b', bytes(60))).rejects.toMatchObject({ code: 'upload-too-large' });
  await expect(files.uploadInto(null, 'c', [{ path: 'x', bytes: bytes(60) }])).rejects.toMatchObject({
    code: 'upload-too-large',
  });
  expect(kept()).toHaveLength(1);
  // The refused ones are not counted either.
  const folder = await files.uploadInto(null, 'c', [{ path: 'x', bytes: bytes(40) }]);
  await files.release(first.handle);
  expect(() => files.path(first.handle)).toThrow();
  await files.uploadInto(folder.handle, 'c', [{ path: 'y', bytes: bytes(60) }]);
  expect(kept()).toHaveLength(1);
});

it('a folder of which a file could not be kept goes, with the handle and its bytes', async () => {
  const files = handles(100);
  const { handle } = await files.uploadInto(null, 'c', [{ path: 'x', bytes: bytes(50) }]);
  await expect(files.uploadInto(handle, 'c', [{ path: '../y', bytes: bytes(1) }])).rejects.toMatchObject({
    code: 'unsafe-path',
  });
  await expect(files.uploadInto(handle, 'c', [{ path: 'z', bytes: bytes(1) }])).rejects.toMatchObject({
    code: 'handle-unknown',
  });
  // A file where a folder should be: the disk refuses it.
  const clash = [
    { path: 'a', bytes: bytes(90) },
    { path: 'a/b', bytes: bytes(1) },
  ];
  await expect(files.uploadInto(null, 'd', clash)).rejects.toMatchObject({ code: expect.any(String) as string });
  expect(kept()).toEqual([]);
  await files.upload('whole', bytes(100));
});

it('of single files the newest are kept', async () => {
  const files = handles();
  const given: string[] = [];
  for (let i = 0; i < 10; i++) given.push((await files.upload(`${i}`, bytes(1))).handle);
  expect(kept()).toHaveLength(8);
  expect(() => files.path(given[0]!)).toThrow();
  expect(existsSync(files.path(given[9]!))).toBe(true);
  await files.close();
  expect(kept()).toEqual([]);
});

it('what was picked is never taken away', async () => {
  const own = path.join(storage.folder, 'mine');
  mkdirSync(own);
  writeFileSync(path.join(own, 'a'), 'a');
  const dialogs = {
    pickFolder: async () => own,
    pickFile: async () => null,
    pickTarget: async () => null,
    printPage: () => Promise.resolve(new Uint8Array([37, 80, 68, 70])),
    confirmFeed: async () => false,
  };
  const files = new FileHandles({ dialogs, drops: null, opened: null, storageFolder: storage.folder });
  const picked = await files.pick('folder');
  await files.release(picked!.handle);
  await files.close();
  expect(existsSync(path.join(own, 'a'))).toBe(true);
});

it('a file that is told many times in one call is written once, as it was told last', async () => {
  const files = handles(100);
  const write = vi.spyOn(promises, 'writeFile');
  try {
    const copies = Array.from({ length: 300 }, (_, i) => ({ path: 'a/x', bytes: Uint8Array.of(i & 255) }));
    const { handle } = await files.uploadInto(null, 'c', [...copies, { path: 'y', bytes: bytes(99) }]);
    expect(write).toHaveBeenCalledTimes(2);
    expect([...readFileSync(path.join(files.path(handle), 'a', 'x'))]).toEqual([299 & 255]);
  } finally {
    write.mockRestore();
  }
});
