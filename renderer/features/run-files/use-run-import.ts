import { onScopeDispose, shallowRef } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { useHost } from '../../stores/host.ts';
import { contentOfDrop, filesOfDialog } from '../datasets/dropped-files.ts';
import type { Dropped } from '../datasets/dropped-files.ts';
import { uploadFiles } from '../datasets/upload-files.ts';

interface Source {
  readonly handle: string;
  readonly name: string;
}

/** Brings in a run that was exported as one file, by dialog or drop. */
export function useRunImport() {
  const host = useHost();
  /** The file's name while it is read; null: nothing is. */
  const going = shallowRef<string | null>(null);
  const imported = shallowRef<{ readonly run: Run; readonly renamed: boolean } | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  let controller: AbortController | null = null;
  /** The import that goes on, if there is one. */
  let current = Promise.resolve();

  type GetSource = (signal: AbortSignal) => Promise<Source | null>;
  /** Nothing while another one goes on. */
  const bring = (source: GetSource): Promise<void> => (controller ? Promise.resolve() : (current = bringNow(source)));
  async function bringNow(source: GetSource): Promise<void> {
    const own = (controller = new AbortController());
    [imported.value, error.value] = [null, null];
    try {
      const from = await source(own.signal);
      if (from === null) return;
      going.value = from.name;
      imported.value = await host.call('runs.import', { handle: from.handle }, { signal: own.signal });
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (data.code !== 'cancelled') error.value = data;
    } finally {
      [going.value, controller] = [null, null];
    }
  }
  function upload(dropped: Dropped | null, signal: AbortSignal): Promise<Source | null> {
    if (!dropped) return Promise.resolve(null);
    going.value = dropped.name;
    return uploadFiles(dropped, signal, () => undefined).then((handle) => ({ handle, name: dropped.name }));
  }

  /** A file that is known already, when the import that goes on has ended. */
  const take = (file: Source): Promise<void> => (current = current.then(() => bringNow(() => Promise.resolve(file))));
  const pick = (): Promise<void> => bring(() => host.call('files.pick', { kind: 'data' }));
  const chosen = (files: readonly File[]): Promise<void> => bring((signal) => upload(filesOfDialog(files), signal));
  const drop = (event: DragEvent): Promise<void> =>
    bring(async (signal) => {
      const content = await contentOfDrop(event);
      return 'placed' in content
        ? host.call('files.dropped', { drop: content.placed })
        : upload(content.dropped, signal);
    });
  const cancel = (): void => controller?.abort();
  onScopeDispose(cancel);
  return { going, imported, error, take, pick, chosen, drop, cancel };
}
