import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as h5wasm from 'h5wasm';
import { afterEach, expect, it, vi } from 'vitest';
import { withHdf5 } from '../../electron/formats/models/hdf5.ts';
import { repositoryRoot } from '../fixtures/folders.ts';

const FILE = 'binary.h5';

afterEach(() => {
  vi.doUnmock('h5wasm');
});

it('a library that could not be loaded once, for want of memory or files, is asked for again by the next model', async () => {
  let tries = 0;
  vi.doMock('h5wasm', async () => {
    const library = await vi.importActual<typeof h5wasm>('h5wasm');
    return {
      ...library,
      get FS() {
        return library.FS;
      },
      get ready() {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error('out of memory')) : library.ready;
      },
    };
  });
  const bytes = readFileSync(path.join(repositoryRoot, 'test', 'fixtures', 'models', FILE));
  const count = (): Promise<number> => withHdf5(bytes, FILE, ({ tensors }) => tensors.length);
  const said = console.error;
  await expect(count()).rejects.toThrow('out of memory');
  expect(console.error).toBe(said);
  expect(await count()).toBeGreaterThan(0);
});
