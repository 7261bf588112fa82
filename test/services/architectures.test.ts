import { promises as fs } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Architectures } from '../../electron/services/architectures/architectures.ts';
import { withFolderLock } from '../../electron/files/folder-lock.ts';
import type { Architecture, ArchitectureContent } from '../../shared/contract/schemas/architecture.ts';
import { someArchitecture } from '../fixtures/architecture-examples.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

const { content } = someArchitecture;
const [SITTING, OTHER] = ['a-window-1', 'a-window-2'];

/** The content with so many layers: one more is another state. */
const withLayers = (count: number): ArchitectureContent => ({
  ...content,
  layers: Array.from({ length: count }, (_, i) => content.layers[i % content.layers.length]!),
});

let home: ReturnType<typeof temporaryFolder>;
let now: number;
/** Two hosts on one storage. */
let first: Architectures;
let second: Architectures;

beforeEach(() => {
  home = temporaryFolder();
  now = 1_000_000;
  const host = () => new Architectures({ storageFolder: home.folder, log: quietLog(), now: () => now });
  [first, second] = [host(), host()];
});
afterEach(() => home.remove());

const save = (host: Architectures, { id, revision }: Architecture, layers: number, sitting = SITTING) =>
  host.save(id, { expected: revision, content: withLayers(layers), sitting });
const folderOf = ({ id }: Architecture): string => path.join(home.folder, 'architectures', id);
const versionFile = (of: Architecture, revision: number): string =>
  path.join(folderOf(of), 'versions', `${String(revision).padStart(8, '0')}.json`);
const layersOf = ({ content: { layers } }: Architecture): number => layers.length;

describe('architectures', () => {
  it('are kept as they are, invalid ones and unfinished texts too, and listed by name', async () => {
    const unfinished = { ...content, layers: [], text: '{"layers": [' };
    await first.create('b', unfinished);
    await first.create('a', content);
    const list = await second.list();
    expect(list.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(list[1]!.content).toEqual(unfinished);
    expect(list[0]).toMatchObject({ createdAt: now, changedAt: now, revision: 1 });
  });

  it('tell every change', async () => {
    const told: string[] = [];
    first.onChanged.on(({ name, revision }) => told.push(`${name} ${revision}`));
    first.onRemoved.on(({ id }) => told.push(id));
    const made = await first.create('one', content);
    await save(first, made, 2);
    await first.rename(made.id, 'two');
    await first.remove(made.id);
    await first.restore(made.id);
    expect(told).toEqual(['one 1', 'one 2', 'two 2', made.id, 'two 2']);
  });

  it('are renamed without a new revision, doubled, removed and brought back', async () => {
    const made = await first.create('one', content);
    await first.rename(made.id, 'Ünï');
    expect((await second.list())[0]).toMatchObject({ name: 'Ünï', revision: 1 });
    const copy = await second.duplicate(made.id, 'copy');
    expect(copy).toMatchObject({ name: 'copy', revision: 1, content });
    expect(copy.id).not.toBe(made.id);
    await first.remove(made.id);
    expect((await second.list()).map(({ name }) => name)).toEqual(['copy']);
    expect(await first.restore(made.id)).toMatchObject({ name: 'Ünï', content });
    await expect(first.rename('arch-000000000000', 'x')).rejects.toMatchObject({ code: 'architecture-not-found' });
    await expect(first.remove('arch-000000000000')).rejects.toMatchObject({ code: 'architecture-not-found' });
  });
});

describe('versions', () => {
  it('of one sitting within two minutes are one, and others are kept', async () => {
    let state = await first.create('one', content);
    for (const layers of [1, 2, 3]) {
      now += 10_000;
      state = await save(first, state, layers);
    }
    now += 200_000;
    state = await save(first, state, 4);
    state = await save(first, state, 5, OTHER);
    const versions = await first.versions(state.id);
    expect(versions.map(({ layers }) => layers)).toEqual([5, 4, 3, content.layers.length]);
    expect(versions[0]!.revision).toBe(state.revision);
  });

  it('are none where nothing was changed', async () => {
    const made = await first.create('one', content);
    expect(await first.save(made.id, { expected: 1, content, sitting: SITTING })).toEqual(made);
  });

  it('can be gone back to, and what was there stays', async () => {
    const made = await first.create('one', content);
    const changed = await save(first, made, 3);
    const back = await first.takeVersion(made.id, changed.revision, 1);
    expect(back).toMatchObject({ revision: 3, content });
    // What a sitting saves next does not take the place of either.
    const later = await save(first, back, 1);
    expect((await first.versions(made.id)).map(({ layers }) => layers)).toEqual([
      1,
      content.layers.length,
      3,
      content.layers.length,
    ]);
    expect(await first.version(made.id, 2)).toEqual(withLayers(3));
    await expect(first.takeVersion(made.id, later.revision, 99)).rejects.toMatchObject({
      code: 'architecture-not-found',
    });
  });

  it('beyond two hundred lose the oldest', async () => {
    let state = await first.create('one', content);
    for (let i = 0; i < 205; i++) state = await save(first, state, 1 + (i % 7), i % 2 ? SITTING : OTHER);
    const versions = await first.versions(state.id);
    expect(versions).toHaveLength(200);
    expect(versions[0]!.revision).toBe(206);
  }, 120_000);
});

describe('two windows', () => {
  it('that save on the same revision: the second is told, and loses nothing of the first', async () => {
    const made = await first.create('one', content);
    const won = await save(first, made, 2);
    await expect(save(second, made, 3, OTHER)).rejects.toMatchObject({
      code: 'architecture-changed',
      params: { name: 'one' },
    });
    expect(await second.list()).toEqual([won]);
    await expect(second.takeVersion(made.id, 1, 1)).rejects.toMatchObject({ code: 'architecture-changed' });
  });

  it('that save at once: exactly one of all is taken', async () => {
    const made = await first.create('one', content);
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => save(i % 2 ? first : second, made, i + 1, i % 2 ? SITTING : OTHER)),
    );
    const taken = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(taken).toHaveLength(1);
    expect(await first.list()).toEqual(taken);
  });
});

describe('a disk that was unkind', () => {
  it('one is not removed while another host saves it', async () => {
    const made = await first.create('one', content);
    const order: string[] = [];
    let removed: Promise<void> | undefined;
    await withFolderLock(folderOf(made), async () => {
      removed = second.remove(made.id).then(() => void order.push('removed'));
      for (let i = 0; i < 100; i++) await fs.stat(folderOf(made)).catch(() => undefined);
      order.push('saved');
    });
    await removed;
    expect(order).toEqual(['saved', 'removed']);
    expect(await first.list()).toEqual([]);
  });

  it('a torn newest version: the one before it is the present one, and the next goes above it', async () => {
    const made = await first.create('one', content);
    const changed = await save(first, made, 2);
    await fs.writeFile(versionFile(made, 2), '{"version":1,"revision":2,"conte');
    const [found] = await second.list();
    expect(found).toEqual(made);
    const next = await save(second, found!, 4);
    expect(next.revision).toBe(changed.revision + 1);
    expect((await second.versions(made.id)).map(({ revision }) => revision)).toEqual([3, 1]);
  });

  it('a torn or missing record: name and day are those of the newest version', async () => {
    const made = await first.create('one', content);
    await fs.writeFile(path.join(folderOf(made), 'architecture.json'), '{');
    expect(await second.list()).toEqual([made]);
    await fs.rm(path.join(folderOf(made), 'architecture.json'));
    expect(await second.list()).toEqual([made]);
    await fs.symlink('architecture.json', path.join(folderOf(made), 'architecture.json'));
    expect(await second.list()).toEqual([made]);
    // Nor is a folder in a version's place one.
    await fs.mkdir(versionFile(made, 2));
    expect(await second.list()).toEqual([made]);
  });

  it('a killed writer’s leftovers and foreign files are passed over', async () => {
    const made = await first.create('one', content);
    await fs.writeFile(path.join(folderOf(made), 'versions', '.inkstone-1-1.tmp'), '{');
    await fs.writeFile(path.join(folderOf(made), 'versions', 'notes.txt'), 'mine');
    await fs.mkdir(path.join(home.folder, 'architectures', 'somebody'));
    expect(await second.list()).toEqual([made]);
    expect(layersOf(await save(second, made, 1))).toBe(1);
  });

  it('one of a newer studio is left where it is, and not in the list', async () => {
    const made = await first.create('one', content);
    const other = await first.create('two', content);
    await fs.writeFile(versionFile(made, 2), JSON.stringify({ version: 2, more: true }));
    expect((await second.list()).map(({ id }) => id)).toEqual([other.id]);
    await expect(save(second, made, 1)).rejects.toMatchObject({ code: 'file-newer' });
  });

  it('a recipe of an older studio is read as today’s', async () => {
    const made = await first.create('one', content);
    const stored = JSON.parse(await fs.readFile(versionFile(made, 1), 'utf8')) as { content: { recipe: object } };
    stored.content.recipe = { ...stored.content.recipe, version: 1, augmentation: 'none' };
    await fs.writeFile(versionFile(made, 1), JSON.stringify(stored));
    expect((await second.list())[0]!.content.recipe).toEqual(content.recipe);
  });
});
