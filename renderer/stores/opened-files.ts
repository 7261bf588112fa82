import { defineStore } from 'pinia';
import { computed, nextTick, onScopeDispose, shallowRef, watch } from 'vue';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import { fileKindOf, type FileKind } from '../../shared/file-types.ts';
import { useHost } from './host.ts';

type Told = CallOutput<HostCalls, 'files.opened'>[number];

export interface OpenedFile {
  readonly kind: FileKind;
  readonly handle: string;
  readonly name: string;
}

/** Files that the user had the program open, one after the other: each waits for the screen that takes in files of its kind. */
export const useOpenedFiles = defineStore('openedFiles', () => {
  const host = useHost();
  const waiting = shallowRef<readonly OpenedFile[]>([]);
  /** Those that nothing can be made of. */
  const refused = shallowRef<readonly Told[]>([]);
  const next = computed(() => waiting.value[0] ?? null);

  async function fetch(): Promise<void> {
    const told = await host.call('files.opened', null);
    const taken = told.flatMap(({ name, handle }) => {
      const kind = fileKindOf(name);
      return handle === null || kind === null ? [] : [{ kind, handle, name }];
    });
    const others = told.filter(({ name, handle }) => handle === null || fileKindOf(name) === null);
    waiting.value = [...waiting.value, ...taken];
    if (others.length > 0) refused.value = others;
  }
  host.on('files.opened', () => void fetch().catch(() => undefined));
  host.onConnected(fetch);

  const done = (file: OpenedFile): void => void (waiting.value = waiting.value.filter((each) => each !== file));
  return { next, refused, done };
});

/**
 * For a screen: takes in the files of a kind that the program was opened with, one after the other. `take` resolves when the next may come;
 * it comes, too, when the screen is left.
 */
export function useOpenedFile(kind: FileKind, take: (file: OpenedFile) => Promise<unknown>): void {
  const files = useOpenedFiles();
  let taken: OpenedFile | null = null;
  watch(
    () => files.next,
    (file) => {
      if (file?.kind !== kind) return;
      taken = file;
      // What takes it in is on the screen then: a screen that is opened for a file is told of it while it is being made.
      void nextTick()
        .then(() => take(file))
        .catch(() => undefined)
        .then(() => files.done(file));
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    if (taken) files.done(taken);
  });
}
