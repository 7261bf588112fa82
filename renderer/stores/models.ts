import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { ModelCard, ModelInfo, ModelRef, Predictions } from '../../shared/contract/schemas/predict.ts';
import { isImported } from '../../shared/contract/schemas/run-id.ts';
import { useHost } from './host.ts';

/** The models that can read a drawing: the starter, imported ones and those of the runs. */
export const useModels = defineStore('models', () => {
  const host = useHost();
  const list = shallowRef<readonly ModelInfo[]>([]);

  async function refresh(): Promise<void> {
    list.value = await host.call('models.list', null);
  }

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
    void refresh().catch(() => undefined); // a lost connection takes a new snapshot anyway
  });
  host.on('run.removed', ({ id }) => {
    cards.delete(id);
    void refresh().catch(() => undefined);
  });
  host.onConnected(refresh);

  const byRef = computed(() => new Map(list.value.map((model) => [model.ref, model])));

  /** Reads `images`, count x height x width bytes of the model's size, 0 paper to 255 ink, with one model. */
  const predict = (model: ModelRef, images: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<Predictions> =>
    host.call('models.predict', { model, images }, signal === undefined ? undefined : { signal });

  return { list, byRef, cardOf, fetchCard, refresh, predict };
});
