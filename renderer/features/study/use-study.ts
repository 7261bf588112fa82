import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { studyIdSchema } from '../../../shared/contract/schemas/study.ts';
import type { Dimension } from '../../../shared/study/dimension.ts';
import { readSpace } from '../../../shared/study/space.ts';
import { useHost } from '../../stores/host.ts';
import { useStudies } from '../../stores/studies.ts';
import { useLooks } from './use-looks.ts';

/** How often a study that another process has going is looked at, milliseconds. */
const LOOK_EVERY = 2000;

/** A study, its trials, and which of them is looked at. Call it in setup. */
export function useStudy(id: () => string) {
  const studies = useStudies();
  const host = useHost();
  const error = shallowRef<ErrorData | null>(null);
  const study = computed(() => (studies.watched.has(id()) ? (studies.byId.get(id()) ?? null) : null));
  const trials = computed(() => studies.watched.get(id())?.trials ?? []);
  const torn = computed(() => studies.watched.get(id())?.torn ?? 0);
  const dimensions = computed<Dimension[]>(() => (study.value ? readSpace(study.value.spec.space) : []));

  async function load(): Promise<void> {
    try {
      // An address that names no study has none.
      if (!studyIdSchema.safeParse(id()).success) throw new AppError('study-not-found', { id: id() });
      await studies.fetch(id());
      error.value = null;
    } catch (thrown) {
      error.value = toErrorData(thrown);
    }
  }
  watch(id, () => void load(), { immediate: true });
  // It was deleted, here or in another window; or is back.
  watch(
    () => studies.byId.has(id()),
    (there) => {
      if (!there && error.value === null) error.value = { code: 'study-not-found', params: { id: id() } };
      else if (there && error.value !== null) void load();
    },
  );
  onScopeDispose(() => studies.forget(id()));
  useLooks(() => host.connected && study.value !== null && study.value.heldBy !== null, load, LOOK_EVERY);

  /** The objective that pictures show, by its place. */
  const place = ref(0);
  const pointed = ref<number | null>(null);
  const kept = ref<number | null>(null);
  /** The trial that is looked at: under the pointer, else the one that was kept, else the best. */
  const front = computed(() => pointed.value ?? kept.value);
  const shown = computed(() => trials.value[front.value ?? study.value?.best[0] ?? -1] ?? null);
  const point = (number: number | null): void => void (pointed.value = number);
  const keep = (number: number): void => void (kept.value = kept.value === number ? null : number);

  return { study, trials, torn, dimensions, error, again: load, place, front, kept, shown, point, keep };
}

export type ShownStudy = ReturnType<typeof useStudy>;
