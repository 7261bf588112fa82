import { toErrorData } from '../../../shared/contract/errors.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { EngineService } from '../engine/engine.ts';
import type { SettingsService } from '../settings/settings.ts';
import type { Models } from './models.ts';

export interface WarmUpDependencies {
  readonly env: Pick<HostEnvironment, 'log'>;
  readonly engine: Pick<EngineService, 'start' | 'status'>;
  readonly models: Pick<Models, 'predict' | 'these'>;
  readonly settings: Pick<SettingsService, 'get'>;
}

/**
 * Starts the trainer and has it read an empty sheet with the model that the pad reads with: a trainer's first reading takes some fifty
 * times as long as its next one. Never rejects: what keeps it from starting shows in the engine's status.
 */
export async function warmUp({ env, engine, models, settings }: WarmUpDependencies): Promise<void> {
  try {
    // As the pad: the starter, where the chosen one is gone.
    const [[model]] = await Promise.all([models.these([settings.get().drawModel, 'starter']), engine.start()]);
    // Stopped meanwhile, it is not started again for this.
    if (model && engine.status.state !== 'stopped')
      await models.predict(model.ref, new Uint8Array(imageBytes(model.task)));
  } catch (thrown) {
    env.log.info('not warm', { error: toErrorData(thrown).code });
  }
}
