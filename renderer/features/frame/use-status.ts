import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { stepsDone } from '../../../shared/runs/steps-done.ts';
import { useEngine } from '../../stores/engine.ts';
import { useRuns } from '../../stores/runs.ts';
import { useUpdates } from '../../stores/updates.ts';
import { engineLine } from '../engine/engine-line.ts';
import type { StatusLine, StatusRun } from './status.ts';

const PHASES: Partial<Record<Run['status'], StatusRun['phase']>> = {
  starting: 'starting',
  running: 'running',
  pausing: 'paused',
  paused: 'paused',
  stopping: 'stopping',
};

/** The status bar's content, from the stores. */
export function useStatus(): ComputedRef<StatusLine> {
  const engine = useEngine();
  const runs = useRuns();
  const updates = useUpdates();

  const run = computed<StatusRun | null>(() => {
    const current = runs.current;
    const phase = current === null ? undefined : PHASES[current.status];
    if (current === null || phase === undefined) return null;
    const latest = runs.latest.get(current.id);
    const share = current.totalSteps === 0 ? 0 : stepsDone(current, latest) / current.totalSteps;
    return { id: current.id, name: current.spec.name, phase, share, etaSeconds: latest?.etaSeconds ?? null };
  });

  return computed(() => ({
    engine: {
      state: engine.state,
      line: engine.facts === null ? null : engineLine(engine.facts),
    },
    run: run.value,
    queued: runs.queue.length,
    updating: updates.step?.state === 'installing',
    imagesPerSecond: run.value?.phase === 'running' ? (runs.latest.get(run.value.id)?.imagesPerSecond ?? null) : null,
    memoryBytes: engine.residentBytes,
  }));
}
