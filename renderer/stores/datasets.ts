import { defineStore } from 'pinia';
import { computed, shallowReactive } from 'vue';
import type { DatasetId, DatasetInfo, DatasetPreview } from '../../shared/contract/schemas/dataset.ts';
import { useHost } from './host.ts';

const KIND_ORDER = ['mnist', 'synthetic', 'imported'] as const;

/** A file for an import: picked in the host's dialog (a handle) or brought to the window (its bytes). */
export type ImportFile = { readonly handle: string; readonly name: string };

/** The data sets on this machine and the one that can be downloaded. */
export const useDatasets = defineStore('datasets', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<DatasetId, DatasetInfo>());

  host.on('dataset.changed', (info) => void byId.set(info.id, info));
  host.on('dataset.removed', ({ id }) => void byId.delete(id));
  host.onConnected(async () => {
    const all = await host.call('datasets.list', null);
    byId.clear();
    for (const info of all) byId.set(info.id, info);
  });

  /** MNIST first, then the synthetic set, then the imported ones by name. */
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

  /** Null when the dialog was dismissed. */
  const pick = (kind: 'idx-images' | 'idx-labels'): Promise<ImportFile | null> => host.call('files.pick', { kind });

  async function upload(file: File): Promise<ImportFile> {
    return host.call('files.upload', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }

  const importPair = (name: string, images: ImportFile, labels: ImportFile): Promise<DatasetInfo> =>
    host.call('datasets.import', { name, images: images.handle, labels: labels.handle });

  return { byId, list, mnist, download, cancel, remove, preview, pick, upload, importPair };
});
