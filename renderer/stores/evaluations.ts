import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import type { CancelSignal, EventPayload } from '../../shared/contract/define.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import type { EvaluationId, EvaluationInfo, EvaluationRequest } from '../../shared/contract/schemas/evaluation.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';

type Progress = EventPayload<HostEvents, 'evaluation.progress'>;

/** What models made of data sets: the evaluations that are kept, newest first. */
export const useEvaluations = defineStore('evaluations', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<EvaluationId, EvaluationInfo>());
  /** What was told last of long work in the lab; its ticket says whose. */
  const progress = shallowRef<Progress | null>(null);

  host.on('evaluation.added', (info) => void byId.set(info.id, info));
  host.on('evaluation.removed', ({ id }) => void byId.delete(id));
  host.on('evaluation.progress', (news) => (progress.value = news));
  host.onConnected(refresh);
  onReturn(refresh);

  async function refresh(): Promise<void> {
    const all = await host.call('evaluations.list', null);
    byId.clear();
    for (const info of all) byId.set(info.id, info);
  }

  const list = computed(() => [...byId.values()].sort((a, b) => b.createdAt - a.createdAt));

  /** Reads the images, or finds what was kept; progress is told with this ticket. */
  async function start(request: EvaluationRequest, ticket: string, signal: CancelSignal): Promise<EvaluationInfo> {
    const info = await host.call('evaluations.start', { ...request, ticket }, { signal });
    byId.set(info.id, info);
    return info;
  }

  async function remove(id: EvaluationId): Promise<void> {
    await host.call('evaluations.remove', { id });
    byId.delete(id);
  }

  return { byId, list, progress, start, remove };
});
