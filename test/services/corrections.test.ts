import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandId, SampleId } from '../../shared/contract/schemas/hand.ts';
import { presetFor } from '../../shared/model/presets/index.ts';
import { softmax } from '../../shared/model/presets/softmax.ts';
import { correctedTransforms } from '../../shared/task/corrected.ts';
import { correct, hashOf } from '../fixtures/corrections.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { drawing } from '../fixtures/hand-drawings.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';

const home = temporaryFolder();
let host: TestHost;
let window: Window;
let hand: HandId;
/** Of the hand's training images, in the order of places. */
let train: SampleId[];

const overlays = path.join(home.folder, 'overlays');
const overlay = () => path.join(overlays, `${hand}.json`);
const leaveOut = { kind: 'leave-out' as const };
const now = async () => (await window.call('corrections.get', { dataset: hand })).train;
let hands = 0;

async function add(from: number): Promise<void> {
  const drawings = Array.from({ length: 20 }, (_, i) => drawing(i % 2 === 0 ? 'a' : 'b', from + i));
  await window.call('hands.add', { id: hand, sitting: null, source: 'collecting', drawings });
}

beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
});
beforeEach(async () => {
  hand = (await window.call('hands.create', { name: `Hand ${++hands}`, classes: ['a', 'b'] })).id;
  await add(0);
  const { samples } = await host.services.hands.read(hand);
  train = samples.filter(({ part }) => part === 'train').map(({ id }) => id);
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('a correction', () => {
  it('is refused where another image is in the place of the one that was looked at', async () => {
    const image = await hashOf(window, hand, 'train', 3);
    await window.call('hands.delete', { id: hand, samples: [train[0]!] });
    const change = { split: 'train' as const, place: 3, image, to: leaveOut };
    await expect(window.call('corrections.apply', { dataset: hand, changes: [change] })).rejects.toMatchObject({
      code: 'images-changed',
      params: { name: `Hand ${hands}` },
    });
    expect(await now()).toEqual({ relabelled: [], leftOut: [] });
    // The image itself is in another place now.
    await window.call('corrections.apply', { dataset: hand, changes: [{ ...change, place: 2 }] });
    expect((await now()).leftOut).toEqual([2]);
  });

  it('stays with its image as the hand grows, and as drawings are deleted and taken back', async () => {
    await correct(window, hand, [
      { split: 'train', place: 3, to: { kind: 'relabel', label: 'a' } },
      { split: 'train', place: 5, to: leaveOut },
    ]);
    const made = { relabelled: [[3, 'a']], leftOut: [5] };
    await add(100);
    expect(await now()).toEqual(made);
    await window.call('hands.delete', { id: hand, samples: [train[1]!, train[5]!] });
    expect(await now()).toEqual({ relabelled: [[2, 'a']], leftOut: [] });
    // What is corrected now is written down with what was made of other states.
    await correct(window, hand, [{ split: 'train', place: 0, to: leaveOut }]);
    await window.call('hands.restore', { id: hand, samples: [train[1]!, train[5]!] });
    expect(await now()).toEqual({ relabelled: [[3, 'a']], leftOut: [0, 5] });
    await window.call('corrections.undo', { dataset: hand });
    expect(await now()).toEqual(made);
  });

  it('that an older studio kept by its place alone is read, also of a hand that has grown since', async () => {
    await correct(window, hand, [{ split: 'train', place: 3, to: leaveOut }]);
    interface Kept {
      steps: { changes: { place: number; image?: string }[] }[];
      content: { train: string };
    }
    const kept = JSON.parse(readFileSync(overlay(), 'utf8')) as Kept;
    for (const { changes } of kept.steps) for (const change of changes) delete change.image;
    const old = JSON.stringify({ ...kept, version: 1 });
    writeFileSync(overlay(), old);
    expect((await now()).leftOut).toEqual([3]);
    await add(200);
    expect((await now()).leftOut).toEqual([3]);
    await correct(window, hand, [{ split: 'train', place: 4, to: leaveOut }]);
    await window.call('hands.delete', { id: hand, samples: [train[0]!] });
    expect((await now()).leftOut).toEqual([2, 3]);
    // Of images that nobody knows any more it says nothing, and is kept beside what comes in its place.
    writeFileSync(overlay(), old);
    expect((await now()).leftOut).toEqual([]);
    await correct(window, hand, [{ split: 'train', place: 1, to: leaveOut }]);
    expect((await now()).leftOut).toEqual([1]);
    const aside = readdirSync(overlays).find((name) => name.startsWith(`${hand}.old-`));
    expect(readFileSync(path.join(overlays, aside!), 'utf8')).toBe(old);
  });

  it('is not made in a file that is torn: that is told, and a reset sets it aside', async () => {
    await correct(window, hand, [{ split: 'train', place: 3, to: leaveOut }]);
    const torn = readFileSync(overlay(), 'utf8').slice(0, 60);
    writeFileSync(overlay(), torn);
    const told = { code: 'corrections-torn', params: { path: overlay() } };
    await expect(window.call('corrections.get', { dataset: hand })).rejects.toMatchObject(told);
    await expect(window.call('corrections.undo', { dataset: hand })).rejects.toMatchObject(told);
    await expect(correct(window, hand, [{ split: 'train', place: 3, to: leaveOut }])).rejects.toMatchObject(told);
    expect(readFileSync(overlay(), 'utf8')).toBe(torn);
    expect(await window.call('corrections.reset', { dataset: hand })).toMatchObject({ undoable: 0 });
    const aside = readdirSync(overlays).find((name) => name.startsWith(`${hand}.old-`));
    expect(readFileSync(path.join(overlays, aside!), 'utf8')).toBe(torn);
    await correct(window, hand, [{ split: 'train', place: 3, to: leaveOut }]);
    expect((await now()).leftOut).toEqual([3]);
  });
});

describe('a run with corrections', () => {
  it('starts on a hand that has grown since, and is refused where other images are in their places', async () => {
    const corrections = await correct(window, hand, [{ split: 'train', place: 3, to: leaveOut }]);
    const data = { datasets: [hand], transforms: correctedTransforms([corrections]) };
    const { task } = await host.services.datasets.taskOf(data);
    const { model, recipe } = presetFor(softmax, task);
    const plan = () => window.call('runs.start', { version: 2, name: 'Run', model, data, recipe });
    await window.call('hands.delete', { id: hand, samples: [train[0]!] });
    await expect(plan()).rejects.toMatchObject({ code: 'images-changed', params: { name: `Hand ${hands}` } });
    await window.call('hands.restore', { id: hand, samples: [train[0]!] });
    await add(300);
    const { data: begun } = await host.services.datasets.taskOf(data);
    expect(begun.transforms).toEqual({ leaveOut: { [hand]: [3] }, counted: { [hand]: corrections.content } });
  });
});
