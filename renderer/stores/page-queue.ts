import { computed, shallowRef } from 'vue';
import { toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';

/** A picture, or a file of several pages, and how to bring it to the host: resolves with its handle. */
export interface PictureFile {
  readonly name: string;
  readonly bring: (signal: AbortSignal) => Promise<string>;
}

export interface PageSource {
  readonly handle: string;
  readonly part: number;
}

/** A page of a file: what was read of it, or why nothing was; neither while it waits for the first time. */
export interface QueuedPage<Reading> {
  readonly key: number;
  /** The file's name, and which page of it where it has several. */
  readonly name: string;
  /** Null: the file could not be opened. */
  readonly source: PageSource | null;
  readonly reading: Reading | null;
  readonly error: ErrorData | null;
  /** What could not be brought or opened, so that it can be tried again; else null. */
  readonly file: PictureFile | null;
  /** Is still to be read, or to be read again. */
  readonly waiting: boolean;
}

export interface PageAsking<Reading> {
  parts(handle: string, signal: AbortSignal): Promise<number>;
  read(source: PageSource, signal: AbortSignal): Promise<Reading>;
  /** The key of the page that somebody looks at: it is read before others. */
  first?(): number | null;
}

/** Pages of pictures, scans and PDFs that are read one after the other. A file that cannot be opened is one page with its error. */
export function createPageQueue<Reading>({ parts, read, first }: PageAsking<Reading>) {
  const pages = shallowRef<readonly QueuedPage<Reading>[]>([]);
  /** Files that are not opened yet. */
  const files = shallowRef<readonly PictureFile[]>([]);
  let keys = 0;
  let controller = new AbortController();
  let going: Promise<void> | null = null;

  /** Pages that are known, and files that are not opened yet. */
  const count = computed(() => files.value.length + pages.value.length);
  /** Pages that are still to be read; of a file that is not opened yet nobody knows how many it has, so it counts for one. */
  const waiting = computed(() => files.value.length + pages.value.filter((page) => page.waiting).length);

  /** Resolves when all that waits is read, or could not be, or was cancelled. */
  function take(pictures: readonly PictureFile[]): Promise<void> {
    files.value = [...files.value, ...pictures];
    return goOn();
  }

  /** One walk at a time; it sees what is added on its way. */
  function goOn(): Promise<void> {
    const { signal } = controller;
    going ??= walk(signal).finally(() => {
      if (!signal.aborted) going = null;
    });
    return going;
  }

  async function walk(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const wanted = first?.() ?? null;
      const next = pages.value.find(({ key, waiting }) => waiting && key === wanted) ?? pages.value.find(isWaiting);
      const [file] = files.value;
      if (next !== undefined) await readOne(next, signal);
      else if (file !== undefined) await open(file, signal);
      else return;
    }
  }

  async function open(file: PictureFile, signal: AbortSignal): Promise<void> {
    const page = { name: file.name, source: null, reading: null, error: null, file: null, waiting: true };
    let opened: Omit<QueuedPage<Reading>, 'key'>[];
    try {
      const handle = await file.bring(signal);
      const count = await parts(handle, signal);
      opened = Array.from({ length: count }, (_, part) => ({
        ...page,
        name: count === 1 ? file.name : `${file.name} · ${part + 1}`,
        source: { handle, part },
      }));
    } catch (thrown) {
      opened = [{ ...page, error: toErrorData(thrown), file, waiting: false }];
    }
    if (signal.aborted) return;
    files.value = files.value.filter((each) => each !== file);
    pages.value = [...pages.value, ...opened.map((each) => ({ ...each, key: ++keys }))];
  }

  async function readOne({ key, source }: QueuedPage<Reading>, signal: AbortSignal): Promise<void> {
    let result: Pick<QueuedPage<Reading>, 'reading' | 'error'>;
    try {
      result = { reading: await read(source!, signal), error: null };
    } catch (thrown) {
      result = { reading: null, error: toErrorData(thrown) };
    }
    if (signal.aborted) return;
    pages.value = pages.value.map((page) => (page.key === key ? { ...page, ...result, waiting: false } : page));
  }

  function stop(): void {
    controller.abort();
    controller = new AbortController();
    going = null;
  }

  /** What was not read yet is dropped; what was read stays as it is. */
  function cancel(): void {
    stop();
    files.value = [];
    pages.value = pages.value
      .filter((page) => page.reading !== null || page.error !== null)
      .map((page) => ({ ...page, waiting: false }));
  }

  /** Reads every page once more, as after a change of what is to be read, or one of them; until then the old reading stands. */
  function again(key: number | null = null): Promise<void> {
    stop();
    pages.value = pages.value.map((page) => ({
      ...page,
      waiting: key === null || key === page.key ? page.source !== null : page.waiting,
    }));
    return goOn();
  }

  /** Tries a page again of which nothing was read: one whose file could not be opened comes as if it were taken now. */
  function retry(key: number): Promise<void> {
    const file = pages.value.find((page) => page.key === key)?.file ?? null;
    if (file === null) return again(key);
    remove(key);
    return take([file]);
  }

  function remove(key: number): void {
    pages.value = pages.value.filter((page) => page.key !== key);
  }

  function reset(): void {
    stop();
    [files.value, pages.value] = [[], []];
  }

  return { pages, count, waiting, take, cancel, again, retry, remove, reset };
}

const isWaiting = ({ waiting }: { readonly waiting: boolean }): boolean => waiting;
