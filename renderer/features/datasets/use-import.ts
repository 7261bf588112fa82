import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import { isMend } from '../../../shared/contract/schemas/import.ts';
import type { Inspection, Mend } from '../../../shared/contract/schemas/import.ts';
import type { Framing } from '../../../shared/contract/schemas/task.ts';
import { mendClasses, mendedSize, mendImages, mendsByThemselves } from '../../../shared/data/mends.ts';
import { useDatasets } from '../../stores/datasets.ts';
import { useHost } from '../../stores/host.ts';
import type { Dropped } from './dropped-files.ts';
import { uploadFiles } from './upload-files.ts';
import { useKeptCounts } from './use-kept-counts.ts';

/** The steps of an import, from choosing files to reviewing what was found. */
export type ImportStep = 'pick' | 'upload' | 'read' | 'choose' | 'review' | 'keep';

export interface ImportProgress {
  /** 0 to 1; null while it is unknown. */
  readonly share: number | null;
  readonly done: number | null;
  readonly etaSeconds: number | null;
}

const NO_PROGRESS: ImportProgress = { share: null, done: null, etaSeconds: null };

/** The state of one import in the window: the files, what was found in them, and the user's choices. */
export function useImport() {
  const host = useHost();
  const datasets = useDatasets();
  const step = ref<ImportStep>('pick');
  /** The share of the files that is uploaded; null: no upload. */
  const uploaded = ref<number | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const inspection = shallowRef<Inspection | null>(null);
  const name = ref('');
  const testFraction = ref(0.2);
  const mends = ref<Mend[]>([]);
  /** Names that the user gave, by the class's place in the inspection. */
  const renamed = shallowRef<ReadonlyMap<number, string>>(new Map());
  let handle: string | null = null;
  const ticket = ref('');
  let controller = new AbortController();

  /** What was told last of this import's own reading: other windows read too, and all are told of all. */
  const reading = shallowRef(datasets.inspecting);
  watch(
    () => datasets.inspecting,
    (news) => {
      if (news?.ticket === ticket.value) reading.value = news;
    },
    { flush: 'sync' },
  );
  const keeping = computed(() =>
    datasets.list
      .map(({ status }) => status)
      .find(
        (each) => each.state === 'working' && each.inspection !== undefined && each.inspection === inspection.value?.id,
      ),
  );

  const progress = computed((): ImportProgress => {
    if (step.value === 'upload') return { ...NO_PROGRESS, share: uploaded.value };
    if (step.value === 'read' && reading.value?.ticket === ticket.value) {
      const { done, total, etaSeconds } = reading.value;
      return { share: total ? Math.min(1, done / total) : null, done, etaSeconds };
    }
    if (step.value !== 'keep' || keeping.value?.state !== 'working') return NO_PROGRESS;
    return { share: keeping.value.progress, done: null, etaSeconds: keeping.value.etaSeconds };
  });

  /** Does a step's work; when it fails, says why and goes back to `back`. */
  async function during<T>(now: ImportStep, back: ImportStep, work: () => Promise<T>): Promise<T | null> {
    [step.value, uploaded.value, error.value] = [now, null, null];
    const own = (controller = new AbortController());
    try {
      const result = await work();
      own.signal.throwIfAborted();
      return result;
    } catch (thrown) {
      // A later import has taken over, or the user cancelled.
      const data = toErrorData(thrown);
      if (own === controller) [step.value, error.value] = [back, data.code === 'cancelled' ? null : data];
      return null;
    }
  }

  async function bring(dropped: Dropped): Promise<void> {
    const brought = await during('upload', 'pick', () =>
      uploadFiles(dropped, controller.signal, (share) => (uploaded.value = share)),
    );
    if (brought !== null) await take(brought);
  }

  const pick = (kind: 'data' | 'folder'): Promise<void> => takeFrom(host.call('files.pick', { kind }));
  /** What was dropped on the desktop window. */
  const takeDrop = (drop: string): Promise<void> => takeFrom(host.call('files.dropped', { drop }));

  async function takeFrom(giving: Promise<{ handle: string } | null>): Promise<void> {
    const given = await giving.catch((thrown: unknown) => {
      error.value = toErrorData(thrown);
      return null;
    });
    if (given) await take(given.handle);
  }

  async function take(picked: string): Promise<void> {
    handle = picked;
    await inspect(undefined);
  }

  async function inspect(set: string | undefined): Promise<void> {
    await forget();
    const found = await read('pick', set, 'centred');
    if (!found) return;
    inspection.value = found;
    name.value = found.name;
    mends.value = mendsByThemselves(found.warnings);
    renamed.value = new Map();
    step.value = found.set === null ? 'choose' : 'review';
  }

  function read(back: ImportStep, set: string | undefined, framing: Framing): Promise<Inspection | null> {
    const [source, own] = [handle!, (ticket.value = crypto.randomUUID())];
    return during('read', back, () =>
      host.call('datasets.inspect', { handle: source, set, framing, ticket: own }, { signal: controller.signal }),
    );
  }

  /** Reads the same once more, its ink framed otherwise; what the user has chosen meanwhile stays. Nothing changes if that fails. */
  async function reframe(framing: Framing): Promise<void> {
    const before = inspection.value!;
    if (framing === before.framing) return;
    const found = await read('review', before.set ?? undefined, framing);
    if (!found) return;
    const isOld = (mend: Mend): boolean => before.warnings.some(({ code }) => code === mend);
    const open = found.warnings.flatMap(({ code }) => (isMend(code) ? [code] : []));
    const proposed = mendsByThemselves(found.warnings);
    mends.value = open.filter((mend) => (isOld(mend) ? mends.value : proposed).includes(mend));
    [inspection.value, step.value] = [found, 'review'];
    await discard(before.id);
  }

  /** Images of each class in all parts together. */
  const totals = computed(() => {
    const { whole = [], train = [], test = [] } = inspection.value?.counts ?? {};
    return whole.map((count, i) => count + train[i]! + test[i]!);
  });
  const mended = computed(() => mendClasses(inspection.value?.task?.classes ?? [], totals.value, mends.value));
  /** The classes that are left, with the names they will have. */
  const classes = computed(() => {
    const names = [...mended.value.classes];
    for (const [place, given] of renamed.value) {
      const now = mended.value.places[place] ?? -1;
      if (now >= 0) names[now] = given;
    }
    return names;
  });
  const kept = useKeptCounts({ inspection, mends, testFraction, mended });
  /** Names that are missing or there twice: nothing is imported with them. */
  const wrongNames = computed(() => {
    const trimmed = classes.value.map((each) => each.trim());
    return trimmed.some((each) => each === '' || each.length > 40) || new Set(trimmed).size < trimmed.length;
  });
  /** The sample as it would be kept. */
  const sample = computed(() => {
    const { task, sample: shown, warnings } = inspection.value ?? {};
    if (!task || !shown) return null;
    const [height, width] = task.inputShape;
    const highest = Number(warnings?.find(({ code }) => code === 'values-low')?.params['highest'] ?? 255);
    const kept = shown.labels.flatMap((label, i) => (mended.value.places[label]! >= 0 ? [i] : []));
    const bytes = height * width;
    const images = new Uint8Array(kept.length * bytes);
    kept.forEach((at, i) => images.set(shown.images.subarray(at * bytes, (at + 1) * bytes), i * bytes));
    return {
      images: mendImages(images, { height, width }, highest, mends.value),
      labels: kept.map((at) => mended.value.places[shown.labels[at]!]!),
      ...mendedSize({ height, width }, mends.value),
    };
  });

  /** Renames the class at this place. */
  function renameClass(place: number, given: string): void {
    const before = mended.value.places.indexOf(place);
    renamed.value = new Map([...renamed.value, [before, given]]);
  }

  function switchMend(mend: Mend, on: boolean): void {
    mends.value = on ? [...mends.value, mend] : mends.value.filter((other) => other !== mend);
  }

  async function keep(): Promise<DatasetInfo | null> {
    const { id } = inspection.value!;
    const wish = { name: name.value.trim(), testFraction: testFraction.value, mends: mends.value };
    const named = renamed.value.size > 0 ? { classes: classes.value } : {};
    const info = await during('keep', 'review', () =>
      host.call('datasets.import', { inspection: id, ...wish, ...named }, { signal: controller.signal }),
    );
    if (info) inspection.value = null;
    return info;
  }

  /** Cancels the current work; `during` then goes back a step. */
  const cancel = (): void => controller.abort();

  async function forget(): Promise<void> {
    const id = inspection.value?.set ? inspection.value.id : null;
    inspection.value = null;
    if (id !== null) await discard(id);
  }

  const discard = (id: string): Promise<unknown> =>
    host.call('datasets.discard', { inspection: id }).catch(() => undefined);

  function reset(): void {
    cancel();
    controller = new AbortController();
    [step.value, error.value] = ['pick', null];
    testFraction.value = 0.2;
    void forget();
  }
  onScopeDispose(reset);

  return {
    step,
    progress,
    error,
    inspection,
    name,
    testFraction,
    mends,
    classes,
    kept,
    wrongNames,
    sample,
    bring,
    takeDrop,
    pick,
    inspect,
    reframe,
    renameClass,
    switchMend,
    keep,
    cancel,
    reset,
  };
}

export type ImportInWindow = ReturnType<typeof useImport>;
