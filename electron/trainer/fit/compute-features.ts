import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { Sitting } from './sitting.ts';

/**
 * Before a sitting's first step: takes the images through the frozen layers in front, once for all. Goes on later where it
 * was interrupted.
 */
export async function* computeFeatures({ state, clock, control, meter }: Sitting): AsyncGenerator<RunLog, void, void> {
  const start = clock.now();
  await state.features!.compute(state.model, control.interrupted);
  meter.restart();
  if (!state.features!.ready) return;
  yield { type: 'stage', time: clock.time(), stage: 'features', seconds: (clock.now() - start) / 1000 };
}
