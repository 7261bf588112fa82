import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { ModelInfo, ModelRef, Predictions } from '../../shared/contract/schemas/predict.ts';
import { useHost } from './host.ts';

/** The models that can read a drawing: the starter and those of the runs. */
export const useModels = defineStore('models', () => {
  const host = useHost();
  const list = shallowRef<readonly ModelInfo[]>([]);

  async function refresh(): Promise<void> {
    list.value = await host.call('models.list', null);
  }

  // There is no event of models: they come, go and change their name with their runs.
  const known = new Map<string, string>();
  host.on('run.changed', (run) => {
    const trait = `${run.status}|${run.spec.name}|${run.result?.weightsSha256 ?? ''}`;
    if (known.get(run.id) === trait) return;
    known.set(run.id, trait);
    void refresh().catch(() => undefined); // a lost connection takes a new snapshot anyway
  });
  host.on('run.removed', () => void refresh().catch(() => undefined));
  host.onConnected(refresh);

  const byRef = computed(() => new Map(list.value.map((model) => [model.ref, model])));

  /** Reads `images`, count x height x width bytes of the model's size, 0 paper to 255 ink, with one model. */
  const predict = (model: ModelRef, images: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<Predictions> =>
    host.call('models.predict', { model, images }, signal === undefined ? undefined : { signal });

  return { list, byRef, refresh, predict };
});
