import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { ModelCard, ModelInfo, ModelRef, Predictions } from '../../shared/contract/schemas/predict.ts';
import { isImported, isShipped } from '../../shared/contract/schemas/run-id.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';

/** As many models as are read in a few hundredths of a second. */
const PAGE = 250;

/** The models that can read: those that came with the studio, imported ones and those of the runs. */
export const useModels = defineStore('models', () => {
  const host = useHost();
  const all = shallowRef<readonly ModelInfo[]>([]);
  /** Of single signs, and of lines. */
  const list = computed(() => all.value.filter(({ task }) => task.reads !== 'line'));
  const lines = computed(() => all.value.filter(({ task }) => task.reads === 'line'));

  let attempt = 0;
  let complete = false;
  /** Models that changed while the list was on its way. */
  let changed = new Set<ModelRef>();

  /** Resolves with the first page; where there are thousands of models, the others come after it. */
  async function refresh(): Promise<void> {
    const mine = ++attempt;
    complete = false;
    changed = new Set();
    const first = await host.call('models.list', { offset: 0, limit: PAGE });
    if (mine !== attempt) return;
    if (all.value.length < first.length) all.value = first;
    const rest = finish(first, mine);
    if (first.length < PAGE) await rest;
    // A lost connection takes a new snapshot anyway.
    else rest.catch(() => undefined);
  }

  async function finish(first: readonly ModelInfo[], mine: number): Promise<void> {
    const found = [...first];
    for (let page = first; page.length >= PAGE; found.push(...page)) {
      page = await host.call('models.list', { offset: found.length, limit: PAGE });
      if (mine !== attempt) return;
    }
    all.value = found;
    complete = true;
    await Promise.all([...changed].map(refreshOne));
  }

  /** A model as it is now, in its place; a new one stands in front, behind those that came with the studio. */
  async function refreshOne(model: ModelRef): Promise<void> {
    if (!complete) return void changed.add(model);
    const info = (await host.call('models.list', { refs: [model] })).find(({ ref }) => ref === model);
    if (!complete) return void changed.add(model);
    const known = all.value.some(({ ref }) => ref === model);
    if (info === undefined) all.value = all.value.filter(({ ref }) => ref !== model);
    else if (known) all.value = all.value.map((one) => (one.ref === model ? info : one));
    else {
      const shipped = all.value.filter(({ ref }) => isShipped(ref)).length;
      all.value = [...all.value.slice(0, shipped), info, ...all.value.slice(shipped)];
    }
  }
  const refreshSoon = (model: ModelRef): void => void refreshOne(model).catch(() => undefined); // as in refresh

  /** Whole cards of models that somebody asked for, or why one cannot be had. */
  const cards = shallowReactive(new Map<ModelRef, ModelCard | { readonly error: ErrorData }>());
  const asked = new Set<ModelRef>();

  /** Fetches a model's card unless it is there or on its way; `cardOf` then has it. After an error it is tried again. */
  async function fetchCard(model: ModelRef): Promise<void> {
    const known = cards.get(model);
    if (asked.has(model) || (known !== undefined && !('error' in known))) return;
    asked.add(model);
    await askCard(model);
    asked.delete(model);
  }
  async function askCard(model: ModelRef): Promise<void> {
    cards.set(model, await host.call('models.card', { model }).catch((thrown) => ({ error: toErrorData(thrown) })));
  }
  const cardOf = (model: ModelRef): ModelCard | { readonly error: ErrorData } | null => cards.get(model) ?? null;

  // The card that was known stays until the new one is here.
  host.on('model.changed', ({ ref }) => {
    if (cards.has(ref)) void askCard(ref);
    if (isImported(ref)) void refresh().catch(() => undefined);
  });
  host.on('model.removed', ({ ref }) => {
    cards.delete(ref);
    void refresh().catch(() => undefined);
  });
  // Models come, go and change their name with their runs.
  const known = new Map<string, string>();
  host.on('run.changed', (run) => {
    const trait = `${run.status}|${run.spec.name}|${run.result?.weightsSha256 ?? ''}`;
    if (known.get(run.id) === trait) return;
    known.set(run.id, trait);
    cards.delete(run.id);
    refreshSoon(run.id);
  });
  host.on('run.removed', ({ id }) => {
    cards.delete(id);
    refreshSoon(id);
  });
  host.onConnected(refresh);
  onReturn(refresh);

  const byRef = computed(() => new Map(all.value.map((model) => [model.ref, model])));

  /** Reads `images`, count x height x width bytes of the model's size, 0 paper to 255 ink, with one model. */
  const predict = (model: ModelRef, images: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<Predictions> =>
    host.call('models.predict', { model, images }, signal === undefined ? undefined : { signal });

  return { list, lines, byRef, cardOf, fetchCard, refresh, predict };
});
