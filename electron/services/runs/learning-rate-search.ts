import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import { describeStudioModel } from '../../../shared/model/shapes.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Runs, RunsDependencies } from './index.ts';

export interface SearchDependencies {
  readonly runs: Pick<Runs, 'active'>;
  readonly link: TrainerLink;
  readonly prepare: RunsDependencies['prepare'];
}

/** Learning-rate range tests, one at a time: nothing of them is kept, and a run that is started meanwhile ends them. */
export class LearningRateSearch {
  private readonly deps: SearchDependencies;
  private going = false;

  constructor(deps: SearchDependencies) {
    this.deps = deps;
  }

  /**
   * Trains a throw-away copy of what would be the run. Throws `busy` while a run has the trainer or another search goes,
   * `cancelled` when `signal` aborts or a run begins, `model-invalid`, and what stands in the way of data or trainer.
   */
  async find(
    { model, data, recipe }: Pick<RunSpec, 'model' | 'data' | 'recipe'>,
    signal: CancelSignal,
  ): Promise<LearningRateCurve> {
    const { runs, link, prepare } = this.deps;
    describeStudioModel(model);
    if (this.going || runs.active()) throw new AppError('busy');
    this.going = true;
    try {
      const wish = {
        get cancelled() {
          return signal.aborted;
        },
      };
      const files = await prepare(data.datasets, wish);
      if (signal.aborted) throw new AppError('cancelled');
      const spec = { version: 1 as const, name: model.name, model, data, recipe };
      return await link.call('engine.findLearningRate', { spec, data: files }, { signal });
    } finally {
      this.going = false;
    }
  }
}
