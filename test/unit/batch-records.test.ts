import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type { HostChild } from '../../electron/environment.ts';
import { batchFiles } from '../../electron/services/batches/batch-folder.ts';
import { Batches } from '../../electron/services/batches/batches.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { someForm } from '../fixtures/form-calls.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

/** A reader that never says anything, so that a batch counts the pages of its file for ever. */
const silentReader = (): HostChild => {
  const [transport] = createMemoryPair();
  return { transport, pid: undefined, onExit: () => undefined, kill: () => undefined };
};

it('is renamed while it ends, and keeps both its new name and how it ended', async () => {
  const source = path.join(temporary.folder, 'pages.tif');
  writeFileSync(source, 'x');
  const batches = new Batches({
    env: {
      ...{ host: 'web', storageFolder: path.join(temporary.folder, 'storage'), now: Date.now, log: quietLog() },
      launchReader: silentReader,
    },
    read: () => Promise.resolve([]),
  });
  const { name, size, fields } = someForm;
  const form = { id: null, name, size, fields };
  const begun = { scan: new Uint8Array(1), source, name: 'Old', form, model: 'line-reader', key: null };
  const { id } = await batches.start(begun);
  const record = (): { name: string; status: string } =>
    JSON.parse(readFileSync(batchFiles(batches.store.folderOf(id)).record, 'utf8')) as { name: string; status: string };

  // It ends just when the new name is to be written, with the record as it was before.
  const write = batches.store.write.bind(batches.store);
  let ended: Promise<void> | null = null;
  vi.spyOn(batches.store, 'write').mockImplementation(async (to) => {
    if (to.name === 'New' && ended === null) {
      ended = batches.close();
      // Whoever does not wait for this writing is done with its own by then.
      for (let turn = 0; turn < 500 && record().status === 'running'; turn++)
        await new Promise((resolve) => setImmediate(resolve));
    }
    await write(to);
  });
  await batches.rename(id, 'New');
  await ended;
  expect(record()).toMatchObject({ name: 'New', status: 'interrupted' });
});
