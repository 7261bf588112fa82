import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  promises as fs,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeRunFolders } from '../../bench/lib/run-folders.ts';
import { RunStore } from '../../electron/services/runs/run-store.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { summaryOf } from '../../shared/runs/summary.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

let home: ReturnType<typeof temporaryFolder>;
let ids: string[];
const COUNT = 12;

beforeEach(() => {
  home = temporaryFolder();
  ids = writeRunFolders(path.join(home.folder, 'runs'), { count: COUNT, epochs: 2, until: 1_800_000_000_000 });
});
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const store = (): RunStore => new RunStore(home.folder, quietLog());
const folderOf = (id: string): string => path.join(home.folder, 'runs', id);
const recordOf = (id: string): string => path.join(folderOf(id), 'run.json');
const indexFile = (): string => path.join(home.folder, 'runs-index.json');
const read = (id: string): Run => JSON.parse(readFileSync(recordOf(id), 'utf8')) as Run;
const rename = (id: string, name: string): void => {
  const run = read(id);
  writeFileSync(recordOf(id), JSON.stringify({ ...run, spec: { ...run.spec, name } }));
};
const names = async (of: RunStore): Promise<Record<string, string>> =>
  Object.fromEntries((await of.list()).map(({ id, spec }) => [id, spec.name]));
/** What the disk has, read without any index. */
const truth = (): Record<string, string> =>
  Object.fromEntries(ids.filter((id) => existsSync(recordOf(id))).map((id) => [id, read(id).spec.name]));

/** Lists in a new store, and gives how many records it read for that. */
async function listed(): Promise<{ names: Record<string, string>; read: number }> {
  const spy = vi.spyOn(fs, 'readFile');
  const found = await names(store());
  const reads = spy.mock.calls.filter(([file]) => String(file).endsWith('run.json')).length;
  spy.mockRestore();
  return { names: found, read: reads };
}
async function index(): Promise<void> {
  const first = store();
  await first.list();
  await first.writeIndex();
}

describe('the index of runs', () => {
  it('tells of each run what its record says, newest first, and a start reads no record again', async () => {
    await index();
    expect(await listed()).toEqual({ names: truth(), read: 0 });
    const list = await store().list();
    expect(list.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(list[0]).toEqual(summaryOf(read(ids.at(-1)!)));
  });

  it('heals when folders are added, changed and removed while the studio is closed', async () => {
    await index();
    cpSync(folderOf(ids[0]!), folderOf('a-copy'), { recursive: true });
    rename(ids[1]!, 'By hand');
    rmSync(folderOf(ids[2]!), { recursive: true });
    renameSync(folderOf(ids[3]!), folderOf('another-name'));
    writeFileSync(recordOf(ids[4]!), '{"version":2,');
    rmSync(recordOf(ids[5]!));
    ids = ids.filter((id) => id !== ids[4]).concat('a-copy', 'another-name');
    const { names: found, read: reads } = await listed();
    expect(found).toEqual(truth());
    // The copy, the changed, the renamed and the torn one: no other was read.
    expect(reads).toBe(4);
    expect((await store().unreadable()).map(({ error }) => error.code)).toEqual(['file-torn']);
  });

  it('heals while it is open, also where a change keeps a file’s size, or its time', async () => {
    const open = store();
    await open.list();
    const [same, timed] = [ids[0]!, ids[1]!];
    const [before, after] = [read(same).spec.name, 'x'.repeat(read(same).spec.name.length)];
    expect(before).not.toBe(after);
    writeFileSync(recordOf(same), readFileSync(recordOf(same), 'utf8').replace(before, after));
    utimesSync(recordOf(same), new Date(), new Date(Date.now() + 2000));
    const { mtime, atime } = await fs.stat(recordOf(timed));
    rename(timed, 'Quite another name');
    utimesSync(recordOf(timed), atime, mtime);
    rmSync(folderOf(ids[2]!), { recursive: true });
    expect(await names(open)).toEqual(truth());
    expect((await names(open))[same]).toBe(after);
  });

  it.each([
    ['torn', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['no index', () => Buffer.from('{"version":1}\n[]')],
    ['changed by hand', (bytes: Buffer) => Buffer.from(bytes.toString().replace('finished', 'failed  '))],
    ['of a newer studio', (bytes: Buffer) => Buffer.from(bytes.toString().replace('"version":1', '"version":9'))],
    ['of another form', (bytes: Buffer) => Buffer.from(bytes.toString().replace(/"form":"./, '"form":"-'))],
    ['garbled', (bytes: Buffer) => bytes.map((byte, i) => (i % 50 === 3 ? byte ^ 0x40 : byte))],
  ] as const)('that is %s is made anew', async (_what, change) => {
    await index();
    writeFileSync(indexFile(), change(readFileSync(indexFile())));
    expect(await listed()).toEqual({ names: truth(), read: COUNT });
    await index();
    expect((await listed()).read).toBe(0);
  });

  it('that cannot be written or is a folder keeps nothing from being listed', async () => {
    mkdirSync(indexFile());
    const one = store();
    expect(await names(one)).toEqual(truth());
    await one.writeIndex();
    expect(await names(store())).toEqual(truth());
  });

  it('is shared by two hosts: whichever wrote it last, each finds what the disk says', async () => {
    const [one, two] = [store(), store()];
    await Promise.all([one.list(), two.list()]);
    for (let round = 0; round < 5; round++) {
      const run = await one.get(ids[round]!);
      await one.save({ ...run, spec: { ...run.spec, name: `Round ${round}` } });
      await two.discard(ids.at(-1 - round)!);
      // Two has an older state of the first run in memory.
      await Promise.all([one.writeIndex(), two.writeIndex()]);
      expect(await names(one)).toEqual(truth());
      expect(await names(two)).toEqual(truth());
      expect((await listed()).names).toEqual(truth());
    }
  });

  it('survives a kill in the middle of its writing, again and again', async () => {
    await index();
    const script = path.join(home.folder, 'writer.mjs');
    const at = (file: string): string => JSON.stringify(path.resolve(import.meta.dirname, '../..', file));
    writeFileSync(
      script,
      `import { StampedIndex } from ${at('electron/files/stamped-index.ts')};
       import { runSummarySchema } from ${at('shared/contract/schemas/run-summary.ts')};
       const index = new StampedIndex(${JSON.stringify(indexFile())}, runSummarySchema);
       for (let i = 0; ; i++) {
         await index.set('none-' + i % 1000, { mtime: i, size: i }, { id: 'x'.repeat(500) });
         await index.write();
         console.log(i);
       }`,
    );
    for (let kill = 0; kill < 4; kill++) {
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      for (let told = 0; told <= kill; told++) await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect((await listed()).names).toEqual(truth());
    }
    appendFileSync(indexFile(), 'more');
    expect((await listed()).names).toEqual(truth());
  });
});
