import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { Architecture } from '../../../shared/contract/schemas/architecture.ts';
import type { ModelInspection } from '../../../shared/contract/schemas/model-import.ts';
import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { taskSchema } from '../../../shared/contract/schemas/task.ts';
import { useArchitectures } from '../../stores/architectures.ts';
import { useHost } from '../../stores/host.ts';
import type { Dropped } from '../datasets/dropped-files.ts';
import { uploadFiles } from '../datasets/upload-files.ts';

/** The steps of an import, from choosing files to reviewing what was found. */
export type ModelImportStep = 'pick' | 'upload' | 'read' | 'review' | 'keep';

/** The state of one model's import in the window: the files, what was found in them, and the user's choices. */
export function useModelImport() {
  const host = useHost();
  const architectures = useArchitectures();
  const step = ref<ModelImportStep>('pick');
  /** The share of the files that is uploaded; null: no upload. */
  const uploaded = ref<number | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const inspection = shallowRef<ModelInspection | null>(null);
  /** The file was a run's, which came in with its model. */
  const run = shallowRef<Run | null>(null);
  const name = ref('');
  /** The classes' names, with commas between them. */
  const classes = ref('');
  let controller = new AbortController();

  const names = computed(() => classes.value.split(/[,，]/).map((each) => each.trim()));
  const wrongNames = computed(() => {
    const wanted = inspection.value?.task?.classes.length ?? 0;
    return names.value.length !== wanted || !taskSchema.shape.classes.safeParse(names.value).success;
  });

  /** Does a step's work; when it fails, says why and goes back to `back`. */
  async function during<T>(now: ModelImportStep, back: ModelImportStep, work: () => Promise<T>): Promise<T | null> {
    [step.value, uploaded.value, error.value] = [now, null, null];
    const own = (controller = new AbortController());
    try {
      const result = await work();
      own.signal.throwIfAborted();
      return result;
    } catch (thrown) {
      // A later import has taken over, or the user cancelled.
      const data = toErrorData(thrown);
      if (own === controller) [step.value, error.value] = [back, own.signal.aborted ? null : data];
      return null;
    }
  }

  async function bring(dropped: Dropped): Promise<void> {
    const brought = await during('upload', 'pick', () =>
      uploadFiles(dropped, controller.signal, (share) => (uploaded.value = share)),
    );
    if (brought !== null) await inspect(brought);
  }

  const pick = (kind: 'data' | 'folder'): Promise<void> =>
    takeFrom(host.call('files.pick', { kind: kind === 'data' ? 'model' : kind }));
  /** What was dropped on the desktop window. */
  const takeDrop = (drop: string): Promise<void> => takeFrom(host.call('files.dropped', { drop }));

  async function takeFrom(giving: Promise<{ handle: string } | null>): Promise<void> {
    const given = await giving.catch((thrown: unknown) => {
      error.value = toErrorData(thrown);
      return null;
    });
    if (given) await inspect(given.handle);
  }

  async function inspect(handle: string): Promise<void> {
    await forget();
    const found = await during('read', 'pick', () => inspectOrImport(handle, controller.signal));
    if (!found) return;
    if ('run' in found) {
      [step.value, run.value] = ['pick', found.run];
      return;
    }
    inspection.value = found;
    name.value = found.name;
    classes.value = found.task?.classes.join(', ') ?? '';
    step.value = 'review';
  }

  /** A run's own file holds a model, too: it needs no review, and comes in as the run that it is. */
  const inspectOrImport = (handle: string, signal: AbortSignal): Promise<ModelInspection | { readonly run: Run }> =>
    host.call('models.inspect', { handle }, { signal }).catch((thrown: unknown) => {
      if (toErrorData(thrown).code !== 'model-file-run') throw thrown;
      return host.call('runs.import', { handle }, { signal });
    });

  /** A model that reads, or, of a file without weights, an architecture of the user's own. Null: neither, `error` says why. */
  async function keep(): Promise<{ model: ModelInfo } | { made: Architecture } | null> {
    const { id, task, architecture } = inspection.value!;
    if (architecture) {
      const content = { ...architecture, task: { ...task!, classes: names.value } };
      const made = await during('keep', 'review', () => architectures.create(name.value.trim(), content));
      if (made) inspection.value = null;
      return made && { made };
    }
    const renamed = names.value.join() === task!.classes.join() ? {} : { classes: names.value };
    const model = await during('keep', 'review', () =>
      host.call('models.import', { inspection: id!, name: name.value.trim(), ...renamed }),
    );
    if (model) inspection.value = null;
    return model && { model };
  }

  /** Cancels the current work; `during` then goes back a step. */
  const cancel = (): void => controller.abort();

  async function forget(): Promise<void> {
    const id = inspection.value?.id ?? null;
    inspection.value = null;
    if (id !== null) await host.call('models.discard', { inspection: id }).catch(() => undefined);
  }

  function reset(): void {
    cancel();
    controller = new AbortController();
    [step.value, error.value, run.value] = ['pick', null, null];
    void forget();
  }
  onScopeDispose(reset);

  return {
    step,
    uploaded,
    error,
    inspection,
    run,
    name,
    classes,
    wrongNames,
    bring,
    takeDrop,
    inspect,
    pick,
    keep,
    cancel,
    reset,
  };
}
