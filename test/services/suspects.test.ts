import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Suspects } from '../../electron/services/corrections/suspects.ts';
import type { HandId, NewSample } from '../../shared/contract/schemas/hand.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { bytesOfFloats } from '../../shared/data/number-bytes.ts';
import { stream } from '../../shared/random/random.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { almost, drawing, scrawl } from '../fixtures/hand-drawings.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';

const home = temporaryFolder();
const folder = path.join(home.folder, 'evaluations');
const asker = { ticket: 'ticket-of-a-test', signal: new AbortController().signal };
const kept = () => readdirSync(folder).filter((name) => name.startsWith('suspects-'));
let host: TestHost;
let window: Window;

/** A search whose models answer at once, after `meanwhile`. */
function searching(meanwhile: () => Promise<unknown> = () => Promise.resolve()): Suspects {
  const { env, datasets, corrections } = host.services;
  const link = {
    call: async (_: string, { into, data }: { into: string; data: readonly { trainLabels: string }[] }) => {
      await meanwhile();
      const { trainCount } = (await datasets.info(
        path.basename(path.dirname(data[0]!.trainLabels)).split('.')[0]!,
      )) ?? {
        trainCount: 0,
      };
      writeFileSync(path.join(into, 'logits.f32'), bytesOfFloats(new Float32Array(2 * trainCount)));
      return null;
    },
  };
  const use = { measure: <T>(_: unknown, signal: AbortSignal, work: (own: AbortSignal) => Promise<T>) => work(signal) };
  return new Suspects({ env, datasets, corrections, link, use } as never);
}

async function newHand(name: string, drawings: NewSample[]): Promise<HandId> {
  const { id } = await window.call('hands.create', { name, classes: ['a', 'b'] });
  await window.call('hands.add', { id, sitting: null, source: 'collecting', drawings });
  return id;
}
const different = (from: number): NewSample[] =>
  Array.from({ length: 40 }, (_, i) => drawing(i % 2 === 0 ? 'a' : 'b', from + i));

beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

it('is told in its own words where nearly all images are near-duplicates', async () => {
  const random = stream(3, 'synthetic');
  const alike = ['a', 'b'].flatMap((label, i) =>
    Array.from({ length: 30 }, () => ({ label, strokes: almost(scrawl(i), 0.001, random) })),
  );
  const id = await newHand('Alike', alike);
  await expect(searching().find(id, false, asker)).rejects.toMatchObject({ code: 'suspects-too-alike' });
});

it('tells of a hand that is removed or changes meanwhile by its name, not of a file', async () => {
  const gone = () => Promise.reject(new AppError('not-found', { path: '/a/file' }));
  const first = await newHand('First', different(0));
  const removed = searching(async () => {
    await window.call('hands.remove', { id: first });
    await gone();
  });
  await expect(removed.find(first, false, asker)).rejects.toMatchObject({
    code: 'dataset-not-found',
    params: { id: first },
  });
  const second = await newHand('Second', different(100));
  const changed = searching(async () => {
    await window.call('hands.add', { id: second, sitting: null, source: 'collecting', drawings: different(200) });
    await gone();
  });
  await expect(changed.find(second, false, asker)).rejects.toMatchObject({
    code: 'images-changed',
    params: { name: 'Second' },
  });
});

it('keeps one result of a data set, and none of one that is gone', async () => {
  const [one, other] = [await newHand('One', different(300)), await newHand('Other', different(400))];
  await searching().find(one, false, asker);
  await searching().find(other, false, asker);
  expect(kept()).toHaveLength(2);
  await window.call('hands.add', { id: other, sitting: null, source: 'collecting', drawings: different(500) });
  await searching().find(other, false, asker);
  expect(kept()).toHaveLength(2);
  await window.call('hands.remove', { id: one });
  await searching().find(other, true, asker);
  expect(kept()).toHaveLength(1);
});

it('is forgotten with its data set', async () => {
  const gone = await newHand('Gone', different(700));
  await searching().find(gone, false, asker);
  const own = () => kept().filter((name) => readFileSync(path.join(folder, name), 'utf8').includes(gone));
  expect(own()).toHaveLength(1);
  await window.call('hands.remove', { id: gone });
  await vi.waitFor(() => expect(own()).toEqual([]));
});

it('loses nothing of what it has found where the disk does not take it', async () => {
  const id = await newHand('Kept', different(600));
  let searches = 0;
  const suspects = searching(() => Promise.resolve(searches++));
  const [before] = kept();
  await suspects.find(id, false, asker);
  const file = path.join(
    folder,
    kept().find((name) => name !== before)!,
  );
  rmSync(file);
  // A folder in its place takes no file.
  mkdirSync(path.join(file, 'in-the-way'), { recursive: true });
  const found = await suspects.find(id, true, asker);
  expect(found.unsaved).not.toBeNull();
  expect((await suspects.find(id, false, asker)).unsaved).not.toBeNull();
  rmSync(file, { recursive: true });
  expect(await suspects.find(id, false, asker)).toEqual({ ...found, unsaved: null });
  expect(kept()).toContain(path.basename(file));
  expect(searches).toBe(2);
});
