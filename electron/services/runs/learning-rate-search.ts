import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Runs, RunsDependencies } from './runs.ts';

export interface SearchDependencies {
  readonly runs: Pick<Runs, 'active'>;
  readonly link: TrainerLink;
  readonly prepare: RunsDependencies['prepare'];
  readonly taskOf: RunsDependencies['taskOf'];
  readonly checkMemory: RunsDependencies['checkMemory'];
}

/** Learning-rate range tests, one at a time: nothing of them is kept, and starting a run ends them. */
export class LearningRateSearch {
  private readonly deps: SearchDependencies;
  private going = false;

  constructor(deps: SearchDependencies) {
    this.deps = deps;
  }

  /**
   * Trains a throw-away copy of what would be the run. Throws `busy` while a run has the trainer or another search goes,
   * `cancelled` when `signal` aborts or a run begins, `model-invalid`, `model-too-large-for-memory`, and what stands in the way of data or trainer.
   */
  async find(
    { model, data, recipe }: Pick<RunSpec, 'model' | 'data' | 'recipe'>,
    signal: CancelSignal,
  ): Promise<LearningRateCurve> {
    const { runs, link, prepare, taskOf, checkMemory } = this.deps;
    if (this.going || runs.active()) throw new AppError('busy');
    this.going = true;
    try {
      const reads = await taskOf(data);
      await checkMemory({ ...reads, model, data, recipe });
      checkAugmentation(recipe.augmentation, reads.task.inputShape);
      const wish = {
        get cancelled() {
          return signal.aborted;
        },
      };
      const files = await prepare(data.datasets, wish);
      if (signal.aborted) throw new AppError('cancelled');
      const spec = { version: 2 as const, name: model.name, ...reads, model, data, recipe };
      return await link.call('engine.findLearningRate', { spec, data: files }, { signal });
    } finally {
      this.going = false;
    }
  }
}
