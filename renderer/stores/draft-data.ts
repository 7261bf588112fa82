import { computed, shallowRef } from 'vue';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { DatasetId, DatasetInfo, Transforms } from '../../shared/contract/schemas/dataset.ts';
import type { LineChoice } from '../../shared/contract/schemas/line-choice.ts';
import type { HandId } from '../../shared/contract/schemas/hand.ts';
import type { Framing, Task } from '../../shared/contract/schemas/task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { taskOfChoice } from '../../shared/lines/line-task.ts';
import { classMap, joinFraming, joinTasks } from '../../shared/task/join.ts';
import { useDatasets } from './datasets.ts';
import { sourceClasses, usableTransforms, withClasses, withLeftOut } from './draft-transforms.ts';
import { usePreviews } from './previews.ts';

/** Whether a run may begin with a data set: it is on this machine, or can be made ready without the network. */
export const isHere = ({ kind, status }: DatasetInfo): boolean =>
  kind === 'synthetic' || status.state === 'ready' || (status.state === 'working' && status.task !== 'download');

/** The data of the Train screen's draft, and how they are changed before the training. */
export function useDraftData() {
  const datasets = useDatasets();
  /** What the user picked; null: nothing yet, so the best data set on this machine is used. */
  const picked = shallowRef<readonly DatasetId[] | null>(null);
  /** The user's wishes, also for data that are not chosen at the moment. */
  const wished = shallowRef<Transforms>({});
  /** Lines that are composed of the images' signs; null: the run reads single signs. */
  const lines = shallowRef<LineChoice | null>(null);

  const chosen = computed<readonly DatasetId[]>(() => {
    const here = picked.value?.filter((id) => datasets.byId.has(id));
    if (here !== undefined && here.length > 0) return here;
    const { mnist } = datasets;
    return [mnist === null || isHere(mnist) ? 'mnist' : 'synthetic'];
  });
  const infos = computed(() => chosen.value.flatMap((id) => datasets.byId.get(id) ?? []));
  /** Those of the chosen data that are hands: their drawings may be drawn anew. */
  const hands = computed(() => infos.value.filter(({ kind }) => kind === 'hand').map(({ id }) => id as HandId));
  const previews = usePreviews(() => chosen.value);
  /** A chosen set that cannot be used yet. The synthetic one is drawn by itself when it is needed. */
  const missing = computed(() => infos.value.find((set) => !isHere(set)) ?? null);

  const ownNames = computed(() => [...new Set(infos.value.flatMap((set) => set.task.classes))]);
  const classes = computed(() => sourceClasses(ownNames.value, wished.value));
  const transforms = computed(() => usableTransforms(wished.value, ownNames.value, chosen.value));

  /** The task of the chosen data, and that of a run on them, which may be of lines of their signs; or why they do not go together. */
  const reads = computed<{ task: Task; ofRun: Task; framing: Framing; error: ErrorData | null }>(() => {
    const tasks = infos.value.map((set) => set.task);
    if (tasks.length === 0) return { task: DIGITS, ofRun: DIGITS, framing: 'centred', error: null };
    const framings = infos.value.map((set) => set.framing);
    try {
      const joined = joinTasks(tasks, transforms.value);
      const choice = { datasets: [...chosen.value], transforms: transforms.value, lines: lines.value ?? undefined };
      const framing = joinFraming(framings, transforms.value);
      return { task: joined, ofRun: taskOfChoice(tasks, choice), framing, error: null };
    } catch (thrown) {
      const [first] = tasks as [Task];
      return { task: first, ofRun: first, framing: framings[0]!, error: toErrorData(thrown) };
    }
  });
  const task = computed(() => reads.value.task);
  const readTask = computed(() => reads.value.ofRun);
  const framing = computed(() => reads.value.framing);

  /** Training images of each class of the task, as far as the previews tell; those left out or dropped as copies count. */
  const counts = computed<readonly number[] | null>(() => {
    if (reads.value.error !== null || infos.value.length === 0) return null;
    const sum = task.value.classes.map(() => 0);
    for (const info of infos.value) {
      const histogram = previews.value.shown.get(info.id)?.histogram;
      if (histogram === undefined) return null;
      const map = classMap(info.task, task.value, transforms.value);
      histogram.forEach((count, own) => {
        if (map[own]! >= 0) sum[map[own]!]! += count;
      });
    }
    return sum;
  });
  /** Images to train on, validation included, before any limit; 0 while a set was never counted. */
  const available = computed(() => {
    if (transforms.value?.only && counts.value) return counts.value.reduce((sum, count) => sum + count, 0);
    return infos.value.reduce((sum, { trainCount }) => sum + trainCount, 0);
  });

  function toggleDataset(id: DatasetId): void {
    const others = chosen.value.filter((other) => other !== id);
    picked.value = others.length < chosen.value.length ? (others.length > 0 ? others : chosen.value) : [...others, id];
  }

  /** Trains on it, or not; classes that were given its name go with it. */
  function takeClass(name: string, taken: boolean): void {
    const changed = classes.value.map((each) => (each.name === name ? { ...each, taken } : each));
    wished.value = withClasses(wished.value, changed);
  }

  const takeAllClasses = (taken: boolean): void =>
    void (wished.value = withClasses(
      wished.value,
      classes.value.map((each) => ({ ...each, taken })),
    ));

  /** Renames the class with this own name; with the name of another class the two are merged. */
  function renameClass(own: string, name: string): void {
    const changed = classes.value.map((each) => (each.own === own ? { ...each, name } : each));
    wished.value = withClasses(wished.value, changed);
  }

  return {
    picked,
    wished,
    lines,
    readTask,
    chosen,
    infos,
    hands,
    previews,
    missing,
    classes,
    transforms,
    reads,
    task,
    framing,
    counts,
    available,
    toggleDataset,
    /** Chooses this data set and no other. */
    chooseDataset: (id: DatasetId): void => void (picked.value = [id]),
    takeClass,
    takeAllClasses,
    renameClass,
    /** Leaves an image out of the training, or takes it back. */
    toggleImage: (id: DatasetId, place: number): void =>
      void (wished.value = withLeftOut(wished.value, id, place, previews.value.shown.get(id)?.content)),
    /** Changes some of the wishes. */
    changeData: (change: Transforms): void => void (wished.value = { ...wished.value, ...change }),
    keepDataAsTheyAre: (): void => void (wished.value = {}),
  };
}
