import { computed, onScopeDispose, ref, shallowReactive, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { BatchInfo, Decision, FieldCrop, FieldRef, ReviewItem } from '../../../shared/contract/schemas/batch.ts';
import { useBatches } from '../../stores/batches.ts';

export type Shown = 'open' | 'unsure' | 'decided' | 'all';

/** Fields that are fetched together, and how near their end the next ones are fetched. */
const [MANY, NEAR] = [60, 20];
/** Crops that are fetched ahead, so that the next field is there at once. */
const AHEAD = 8;
/** Of so many of the last fields the pace is told; who leaves the desk for longer than this, milliseconds, was not at it. */
const [PACED, AWAY] = [20, 60_000];

const keyOf = ({ page, field }: FieldRef): string => `${page}/${field}`;
export const refOf = ({ page, reading }: ReviewItem): FieldRef => ({ page, field: reading.field });

/** A decision, by its field's place in the list. */
interface Step {
  readonly at: number;
  readonly before: Decision | null;
  readonly after: Decision | null;
}

/**
 * The fields of a batch one after the other, to be decided. What was decided stays in the list, so that a person can go back; undo
 * takes decisions back in turn.
 */
export function useReview(batch: () => BatchInfo, shows: () => { show: Shown; after: FieldRef | null }) {
  const batches = useBatches();
  const { id } = batch();
  const items = shallowRef<readonly ReviewItem[]>([]);
  const index = ref(0);
  const total = ref(0);
  const loading = ref(false);
  const error = shallowRef<ErrorData | null>(null);
  const crops = shallowReactive(new Map<string, FieldCrop>());
  const asked = new Set<string>();
  const done = shallowRef<readonly Step[]>([]);
  const undone = shallowRef<readonly Step[]>([]);
  /** Whether nothing comes behind the last that stands here. */
  let complete = false;
  let attempt = 0;

  const item = computed(() => items.value[index.value] ?? null);
  const crop = computed(() => (item.value ? (crops.get(keyOf(refOf(item.value))) ?? null) : null));
  /** Of those that are to be checked all that nobody has decided; of others those from here on. */
  const left = computed(() => (shows().show === 'open' ? batch().counts.open : Math.max(0, total.value - index.value)));
  const isNearEnd = (): boolean => index.value >= items.value.length - NEAR;

  function load(): Promise<void> {
    attempt++;
    [items.value, index.value, total.value, complete] = [[], 0, 0, false];
    // Decisions are taken back by their places in the list.
    [done.value, undone.value] = [[], []];
    loading.value = false;
    return more();
  }
  async function more(): Promise<void> {
    if (loading.value) return;
    const mine = attempt;
    [loading.value, error.value] = [true, null];
    try {
      const { show, after } = shows();
      const { read } = batch().counts;
      const last = items.value.at(-1);
      // The undecided ones behind the last that stands here: those before it were decided, or will be.
      const from = last ? refOf(last) : after;
      const fetched = await batches.review({ id, show, after: from, count: MANY });
      if (mine !== attempt) return;
      total.value = fetched.total;
      // Pages that were read meanwhile may have some that this did not see.
      complete = fetched.items.length < MANY && batch().counts.read === read;
      items.value = [...items.value, ...fetched.items];
    } catch (thrown) {
      if (mine === attempt) error.value = toErrorData(thrown);
    } finally {
      if (mine === attempt) loading.value = false;
    }
  }
  watch(shows, load, { immediate: true });

  // While a batch is read there is more to come.
  watch(
    () => batch().counts.read,
    () => {
      complete = false;
      if (isNearEnd()) void more();
    },
  );

  async function fetchCrops(): Promise<void> {
    const wanted = items.value
      .slice(Math.max(0, index.value - 1), index.value + AHEAD)
      .filter(({ reading }) => reading.crop !== null)
      .map(refOf)
      .filter((ref) => !asked.has(keyOf(ref)));
    if (wanted.length === 0) return;
    for (const ref of wanted) asked.add(keyOf(ref));
    try {
      for (const one of await batches.crops(id, wanted)) crops.set(keyOf(one), one);
    } catch {
      // A picture that does not come is asked for again when its field is looked at.
      for (const ref of wanted) asked.delete(keyOf(ref));
    }
    // What lies far behind is fetched again if somebody goes back to it.
    for (const key of [...crops.keys()].slice(0, Math.max(0, crops.size - 8 * AHEAD))) {
      crops.delete(key);
      asked.delete(key);
    }
  }
  watch([items, index], () => {
    void fetchCrops();
    if (!complete && !loading.value && isNearEnd()) void more();
  });

  function go(by: number): void {
    index.value = Math.min(items.value.length, Math.max(0, index.value + by));
  }

  function put(at: number, decision: Decision | null): void {
    items.value = items.value.map((one, i) => (i === at ? { ...one, decision } : one));
  }
  /** Shown at once; what the disk refuses is taken back and told. */
  async function write({ at, before, after }: Step): Promise<void> {
    const own = items.value[at];
    if (!own) return;
    const [mine, now] = [attempt, refOf(own)];
    put(at, after);
    try {
      await batches.decide(id, [{ ...now, decision: after }]);
    } catch (thrown) {
      if (mine === attempt) put(at, before);
      throw thrown;
    }
  }

  const times = shallowRef<readonly number[]>([]);
  let since = performance.now();
  /** Seconds a field, of those decided last; null: too few. */
  const pace = computed(() =>
    times.value.length < 3 ? null : times.value.reduce((sum, time) => sum + time, 0) / times.value.length / 1000,
  );

  /** Decides the field that is looked at, and goes on to the next. Throws what the disk refuses. */
  function decide(decision: Decision): Promise<void> {
    const own = item.value;
    if (own === null) return Promise.resolve();
    const step = { at: index.value, before: own.decision, after: decision };
    [done.value, undone.value] = [[...done.value, step], []];
    const now = performance.now();
    if (now - since < AWAY) times.value = [...times.value, now - since].slice(-PACED);
    since = now;
    const written = write(step);
    go(1);
    return written;
  }
  async function undo(): Promise<void> {
    const step = done.value.at(-1);
    if (!step) return;
    [done.value, undone.value] = [done.value.slice(0, -1), [...undone.value, step]];
    index.value = step.at;
    await write({ at: step.at, before: step.after, after: step.before });
  }
  async function redo(): Promise<void> {
    const step = undone.value.at(-1);
    if (!step) return;
    [undone.value, done.value] = [undone.value.slice(0, -1), [...done.value, step]];
    await write(step);
    index.value = step.at + 1;
  }
  onScopeDispose(() => attempt++);

  const cropOf = (one: ReviewItem): FieldCrop | null => crops.get(keyOf(refOf(one))) ?? null;
  return { items, index, item, crop, cropOf, left, loading, error, pace, load, go, decide, undo, redo };
}
