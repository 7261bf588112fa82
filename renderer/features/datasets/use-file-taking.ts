import { onScopeDispose, shallowRef } from 'vue';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { CallInput } from '../../../shared/contract/define.ts';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { useHost } from '../../stores/host.ts';
import { contentOfDrop, filesOfDialog } from './dropped-files.ts';
import type { Dropped } from './dropped-files.ts';
import { uploadFiles } from './upload-files.ts';

export interface Source {
  readonly handle: string;
  readonly name: string;
}

/**
 * Takes in one file of the studio's own, by dialog or drop or as the program was opened with it: `takeIn` asks the host to. One at a time, and
 * cancelled with the scope.
 */
export function useFileTaking<Result>(
  kind: CallInput<HostCalls, 'files.pick'>['kind'],
  takeIn: (file: Source, signal: AbortSignal) => Promise<Result>,
) {
  const host = useHost();
  /** The file's name while it is read; null: nothing is. */
  const going = shallowRef<string | null>(null);
  const taken = shallowRef<Result | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  let controller: AbortController | null = null;
  /** What goes on, if there is something. */
  let current = Promise.resolve();

  type GetSource = (signal: AbortSignal) => Promise<Source | null>;
  /** Nothing while another one goes on. */
  const bring = (source: GetSource): Promise<void> => (controller ? Promise.resolve() : (current = bringNow(source)));
  async function bringNow(source: GetSource): Promise<void> {
    const own = (controller = new AbortController());
    [taken.value, error.value] = [null, null];
    try {
      const from = await source(own.signal);
      if (from === null) return;
      going.value = from.name;
      taken.value = await takeIn(from, own.signal);
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

  /** A file that is known already, when the one that goes on has ended. */
  const take = (file: Source): Promise<void> => (current = current.then(() => bringNow(() => Promise.resolve(file))));
  const pick = (): Promise<void> => bring(() => host.call('files.pick', { kind }));
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
  return { going, taken, error, take, pick, chosen, drop, cancel };
}
