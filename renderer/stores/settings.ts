import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Settings, SettingsPatch } from '../../shared/contract/schemas/settings.ts';
import { useHost } from './host.ts';

/**
 * The user's settings. A change shows at once: it lies over what the host confirmed until the host answers, and
 * vanishes by itself when the host refuses it.
 */
export const useSettings = defineStore('settings', () => {
  const host = useHost();
  const confirmed = shallowRef<Settings | null>(null);
  const pending = shallowRef<readonly SettingsPatch[]>([]);

  host.on('settings.changed', (settings) => (confirmed.value = settings));
  host.onConnected(async () => {
    confirmed.value = await host.call('settings.get', null);
  });

  const current = computed<Settings | null>(() =>
    confirmed.value === null
      ? null
      : pending.value.reduce<Settings>((all, patch) => ({ ...all, ...patch }), confirmed.value),
  );
  const language = computed(() => current.value?.language ?? 'system');
  const theme = computed(() => current.value?.theme ?? 'system');
  const brush = computed(() => current.value?.brush ?? 0.06);
  const drawModel = computed(() => current.value?.drawModel ?? 'starter');
  const lineModel = computed(() => current.value?.lineModel ?? 'line-reader');
  const engine = computed(() => current.value?.engine ?? 'auto');
  const penRest = computed(() => current.value?.penRest ?? 600);
  const padHand = computed(() => current.value?.padHand ?? null);

  const runColumns = computed(() => current.value?.runColumns ?? null);
  const runViews = computed(() => current.value?.runViews ?? []);
  const firstSteps = computed(() => current.value?.firstSteps ?? null);
  const learn = computed(() => current.value?.learn ?? null);

  async function update(patch: SettingsPatch): Promise<void> {
    pending.value = [...pending.value, patch];
    try {
      confirmed.value = await host.call('settings.update', patch);
    } finally {
      pending.value = pending.value.filter((other) => other !== patch);
    }
  }

  /** Reads MNIST from the folder behind a handle of `files.pick`; null: from the studio's own download. */
  async function setMnistFolder(handle: string | null): Promise<void> {
    confirmed.value = await host.call('settings.setMnistFolder', { handle });
  }

  return {
    current,
    language,
    theme,
    brush,
    drawModel,
    lineModel,
    engine,
    penRest,
    padHand,
    runColumns,
    runViews,
    firstSteps,
    learn,
    update,
    setMnistFolder,
  };
});
