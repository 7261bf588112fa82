import { defineStore } from 'pinia';
import { computed, markRaw, ref, shallowRef } from 'vue';
import type { ArchitectureContent } from '../../shared/contract/schemas/architecture.ts';
import type { LayerSpec } from '../../shared/contract/schemas/model.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';
import { inspectModel } from '../../shared/model/edit/inspect.ts';
import { layerAt, type LayerPath } from '../../shared/model/edit/layer-path.ts';
import { copyOf, type Edited } from '../../shared/model/edit/operations.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { modelOf } from './architectures.ts';
import { createIdentities } from './layer-identities.ts';

/** What undo and redo go through. */
export interface EditorDocument {
  readonly task: Task;
  readonly layers: readonly LayerSpec[];
  /** The text of the JSON view while no model can be read from it. */
  readonly text: string | null;
}

/** Changes of the same thing that follow each other so soon are one step, milliseconds. */
const ONE_STEP = 1000;

/** The architecture that is open in the editor: its layers with undo and redo without limit, and what is selected. */
export const useModelEditor = defineStore('model-editor', () => {
  const name = ref('');
  const recipe = shallowRef<Recipe>(tutorial.recipe);
  const origin = ref<ModelRef | null>(null);
  const history = shallowRef(startHistory<EditorDocument>({ task: DIGITS, layers: [], text: null }));
  const selection = shallowRef<readonly LayerPath[]>([]);
  const identities = markRaw(createIdentities());
  /** Counts the person's own changes, so that whoever saves sees one. */
  const changes = ref(0);
  let last: { key: string; at: number } | null = null;

  const present = computed(() => history.value.present);
  const model = computed(() => modelOf(name.value, present.value));
  const inspection = computed(() => inspectModel(present.value.task, present.value.layers));
  /** Null while something is wrong. */
  const info = computed(() =>
    inspection.value.faults.length > 0 || present.value.layers.length === 0
      ? null
      : describeModelFor(present.value.task, model.value),
  );
  const content = computed<ArchitectureContent>(() => ({
    task: present.value.task,
    layers: [...present.value.layers],
    recipe: recipe.value,
    origin: origin.value,
    text: present.value.text,
  }));

  const documentOf = ({
    task,
    layers,
    text,
  }: Pick<ArchitectureContent, 'task' | 'layers' | 'text'>): EditorDocument => ({
    task,
    // Each layer an object of its own, so that it can be told from its like.
    layers: layers.map(copyOf),
    text,
  });

  /** Opens another one: nothing is left of the one before. */
  function open(title: string, opened: ArchitectureContent): void {
    [name.value, recipe.value, origin.value] = [title, opened.recipe, opened.origin];
    history.value = startHistory(documentOf(opened));
    selection.value = [];
    last = null;
  }

  /** What another window made of it, as one step that undo takes back; it is saved already. */
  function follow(theirs: ArchitectureContent): void {
    [recipe.value, origin.value] = [theirs.recipe, theirs.origin];
    put(record(history.value, documentOf(theirs), Infinity));
  }

  function put(next: typeof history.value): void {
    identities.follow(history.value.present.layers, next.present.layers);
    history.value = next;
    selection.value = selection.value.filter((path) => layerAt(next.present.layers, path) !== null);
  }

  /** One step. With a `key`, it goes on with the last one if that had the same. */
  function step(change: Partial<EditorDocument>, key = ''): void {
    const [now, next] = [performance.now(), { ...present.value, text: null, ...change }];
    const goesOn = key !== '' && last?.key === key && now - last.at < ONE_STEP && canUndo(history.value);
    put(goesOn ? amend(history.value, next) : record(history.value, next, Infinity));
    last = { key, at: now };
    changes.value++;
  }

  /** Does what an operation on layers came to; false where it came to nothing. */
  function take(edited: Edited | null, key = ''): boolean {
    if (edited === null) return false;
    step({ layers: edited.layers }, key);
    selection.value = edited.selection;
    return true;
  }

  function move(to: typeof undo): void {
    const next = to(history.value);
    if (next === history.value) return;
    put(next);
    last = null;
    changes.value++;
  }

  const select = (paths: readonly LayerPath[]): void => void (selection.value = paths);
  /** Another task, with the layers changed no more than they must be. */
  const fitTo = (task: Task): void => step({ task, layers: fitModel(model.value, task).layers });

  return {
    name,
    recipe,
    origin,
    present,
    model,
    info,
    inspection,
    content,
    selection,
    changes,
    identities,
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
    open,
    follow,
    step,
    take,
    select,
    fitTo,
    undo: (): void => move(undo),
    redo: (): void => move(redo),
  };
});
