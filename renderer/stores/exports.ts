import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallOutput, CancelSignal, EventPayload } from '../../shared/contract/define.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import type { ExportFormat, ExportWeights } from '../../shared/contract/schemas/export.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import { useHost } from './host.ts';

/** A model in another format: its file, how it was proven and how it is used. */
export type ExportedModel = CallOutput<HostCalls, 'exports.make'>;

/** Models for other programs. */
export const useExports = defineStore('exports', () => {
  const host = useHost();
  /** What was told last of an export; its ticket says of which. */
  const progress = shallowRef<EventPayload<HostEvents, 'export.progress'> | null>(null);
  host.on('export.progress', (news) => (progress.value = news));

  const make = (
    wish: {
      readonly model: ModelRef;
      readonly format: ExportFormat;
      readonly weights: ExportWeights;
      readonly ticket: string;
    },
    signal: CancelSignal,
  ): Promise<ExportedModel> => host.call('exports.make', wish, { signal });
  return { progress, make };
});
