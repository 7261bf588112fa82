import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { Correction, Corrections } from '../../shared/contract/schemas/corrections.ts';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import { useHost } from './host.ts';

/** How many images of a data set its user has relabelled or left out. */
export const correctionCount = ({ train, test }: Corrections): number =>
  [train, test].reduce((sum, { relabelled, leftOut }) => sum + relabelled.length + leftOut.length, 0);

/** What was corrected of data sets' labels: of those that a page has asked for, kept as every window changes them. */
export const useCorrections = defineStore('corrections', () => {
  const host = useHost();
  const byDataset = shallowReactive(new Map<DatasetId, Corrections>());

  /** A change of one's own comes twice, as the answer and as the event; the second is no news to whoever watches. */
  function take(now: Corrections): void {
    const before = byDataset.get(now.dataset);
    if (JSON.stringify(before) !== JSON.stringify(now)) byDataset.set(now.dataset, now);
  }
  host.on('corrections.changed', (now) => {
    if (byDataset.has(now.dataset)) take(now);
  });
  host.onConnected(async () => {
    await Promise.all([...byDataset.keys()].map(load));
  });

  async function load(dataset: DatasetId): Promise<void> {
    take(await host.call('corrections.get', { dataset }));
  }
  /** One change of one image's label. Throws `images-changed` where another image is in its place by now. */
  async function apply(dataset: DatasetId, change: Correction): Promise<void> {
    take(await host.call('corrections.apply', { dataset, changes: [change] }));
  }
  async function undo(dataset: DatasetId): Promise<void> {
    take(await host.call('corrections.undo', { dataset }));
  }
  /** Takes all of them away, as one step. Returns what there is then. */
  async function reset(dataset: DatasetId): Promise<Corrections> {
    const now = await host.call('corrections.reset', { dataset });
    take(now);
    return now;
  }
  return { byDataset, load, apply, undo, reset };
});
