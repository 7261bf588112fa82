import { existsSync, promises as fs, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeRunFolders } from '../../bench/lib/run-folders.ts';
import { lockHolder } from '../../electron/files/lock-file.ts';
import { namesIn } from '../../electron/files/names-in.ts';
import { ArchitectureStore } from '../../electron/services/architectures/architecture-store.ts';
import { handsSource } from '../../electron/services/datasets/sources/hands.ts';
import { importedSource } from '../../electron/services/datasets/sources/imported.ts';
import { EvaluationStore } from '../../electron/services/evaluations/evaluation-store.ts';
import { Hands } from '../../electron/services/hands/hands.ts';
import { HandStore } from '../../electron/services/hands/hand-store.ts';
import { ImportedModels } from '../../electron/services/models/imported-models.ts';
import { RunStore } from '../../electron/services/runs/run-store.ts';
import { StudyStore } from '../../electron/services/studies/study-store.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { runsHost } from '../fixtures/runs-host.ts';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => (home = temporaryFolder()));
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const LISTS = {
  runs: (storage: string) => new RunStore(storage, quietLog()).list(),
  studies: (storage: string) => new StudyStore(storage, lockHolder('web')).names(),
  architectures: (storage: string) =>
    new ArchitectureStore({ storageFolder: storage, log: quietLog(), now: () => 0 }).list(),
  models: (storage: string) => new ImportedModels({ storageFolder: storage }).ids(),
  hands: (storage: string) => new HandStore(storage, quietLog()).ids(),
  datasets: (storage: string) => importedSource(storage).ids(),
  evaluations: (storage: string) => new EvaluationStore(storage).list(),
} as const;

/** Lets the system refuse to read this folder. */
function refuse(folder: string, code: string): void {
  const { readdir } = fs;
  const refused = (async (...of: Parameters<typeof readdir>) => {
    if (of[0] === folder) throw Object.assign(new Error(code), { code });
    return readdir(...of);
  }) as typeof readdir;
  vi.spyOn(fs, 'readdir').mockImplementation(refused);
}

describe.each(Object.entries(LISTS))('the folder of %s', (name, list) => {
  it('that is not there has nothing in it', async () => {
    expect(await list(home.folder)).toEqual([]);
  });

  it.each([
    ['EACCES', 'storage-denied'],
    ['EIO', 'storage-failed'],
  ])('that the system does not let be read (%s) is not told as empty', async (code, expected) => {
    refuse(path.join(home.folder, name), code);
    await expect(list(home.folder)).rejects.toMatchObject({ code: expected });
  });
});

it('names in a file, in place of a folder, are no names', async () => {
  writeFileSync(path.join(home.folder, 'runs'), '');
  await expect(namesIn(path.join(home.folder, 'runs'))).rejects.toMatchObject({ code: 'not-a-folder' });
});

it('a hand whose states cannot be found is not removed without them', async () => {
  const env = { storageFolder: home.folder, log: quietLog(), now: () => 0 };
  const hands = new Hands(env);
  const { id } = await hands.create('Mine', ['0', '1']);
  const source = handsSource({ storage: home.folder, hands, keptStates: () => Promise.resolve([]), now: env.now });
  refuse(path.join(home.folder, 'datasets'), 'EACCES');
  await expect(source.forget(id)).rejects.toMatchObject({ code: 'storage-denied' });
  expect(await source.ids()).toEqual([id]);
  vi.restoreAllMocks();
  expect(await source.forget(id)).toBe('gone');
  expect(await source.ids()).toEqual([]);
});

it('runs that cannot be read for a while cost no index, and keep no studio from opening', async () => {
  const ids = writeRunFolders(path.join(home.folder, 'runs'), { count: 3, epochs: 1, until: 1_800_000_000_000 });
  const host = runsHost(home.folder);
  expect(await host.runs.list()).toHaveLength(3);
  refuse(path.join(home.folder, 'runs'), 'EIO');
  await expect(host.runs.list()).rejects.toMatchObject({ code: 'storage-failed' });
  const next = runsHost(home.folder);
  await next.runs.recover();
  await next.runs.takeQueue();
  vi.restoreAllMocks();
  expect((await next.runs.list()).map(({ id }) => id).sort()).toEqual([...ids].sort());
  await Promise.all([host.runs.close(), next.runs.close()]);
  const index = path.join(home.folder, 'runs-index.json');
  expect(existsSync(index) && ids.every((id) => readFileSync(index, 'utf8').includes(id))).toBe(true);
});
