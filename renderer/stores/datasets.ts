import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import type { EventPayload } from '../../shared/contract/define.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import type { DatasetId, DatasetInfo, DatasetPreview } from '../../shared/contract/schemas/dataset.ts';
import { useHost } from './host.ts';

const KIND_ORDER = ['mnist', 'synthetic', 'hand', 'imported'] as const;

/** The data sets on this machine and the one that can be downloaded. */
export const useDatasets = defineStore('datasets', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<DatasetId, DatasetInfo>());

  host.on('dataset.changed', (info) => void byId.set(info.id, info));
  host.on('dataset.removed', ({ id }) => void byId.delete(id));
  /** How far the inspection that was told of last has come. */
  const inspecting = shallowRef<EventPayload<HostEvents, 'inspection.progress'> | null>(null);
  host.on('inspection.progress', (news) => (inspecting.value = news));
  async function refresh(): Promise<void> {
    const all = await host.call('datasets.list', null);
    byId.clear();
    for (const info of all) byId.set(info.id, info);
  }
  host.onConnected(refresh);
  /** What was made a moment ago may not have been told of yet. */
  const require = async (id: DatasetId): Promise<void> => {
    if (!byId.has(id)) await refresh();
  };

  /** MNIST first, then the synthetic set, then hands and the imported ones, by name. */
  const list = computed(() =>
    [...byId.values()].sort(
      (a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.name.localeCompare(b.name),
    ),
  );
  const mnist = computed(() => byId.get('mnist') ?? null);

  const download = async (): Promise<void> => void (await host.call('datasets.download', { id: 'mnist' }));
  const cancel = async (id: DatasetId): Promise<void> => void (await host.call('datasets.cancel', { id }));
  const remove = async (id: DatasetId): Promise<void> => void (await host.call('datasets.remove', { id }));

  /** The same images for the same count, on every machine. */
  const preview = (id: DatasetId, count: number): Promise<DatasetPreview> =>
    host.call('datasets.preview', { id, count });

  /** Another name, or other names for the classes in their order. */
  const update = async (id: DatasetId, change: { name?: string; classes?: string[] }): Promise<void> => {
    const info = await host.call('datasets.update', { id, ...change });
    byId.set(info.id, info);
  };

  return { byId, list, mnist, inspecting, require, download, cancel, remove, preview, update };
});
