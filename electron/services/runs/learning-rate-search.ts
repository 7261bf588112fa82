import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { LearningRateCurve } from '../../../shared/contract/schemas/learning-rate.ts';
import type { RunSpec } from '../../../shared/contract/schemas/run.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { EngineUse } from '../engine/engine-use.ts';
import type { RunsDependencies } from './runs.ts';

export interface SearchDependencies {
  readonly use: Pick<EngineUse, 'measure'>;
  readonly link: TrainerLink;
  readonly prepare: RunsDependencies['prepare'];
  readonly taskOf: RunsDependencies['taskOf'];
  readonly checkMemory: RunsDependencies['checkMemory'];
}

/** Learning-rate range tests: nothing of them is kept. */
export class LearningRateSearch {
  private readonly deps: SearchDependencies;

  constructor(deps: SearchDependencies) {
    this.deps = deps;
  }

  /**
   * Trains a throw-away copy of what would be the run. Throws as `EngineUse.mustBeFree` while the engine is taken, `cancelled`
   * when `signal` aborts or a run begins, `model-invalid`, `model-too-large-for-memory`, and what stands in the way of data or
   * trainer.
   */
  find(
    { model, data, recipe }: Pick<RunSpec, 'model' | 'data' | 'recipe'>,
    signal: CancelSignal,
  ): Promise<LearningRateCurve> {
    const { use, link, prepare, taskOf, checkMemory } = this.deps;
    return use.measure('rate-test', signal, async (ended) => {
      const reads = await taskOf(data);
      await checkMemory({ ...reads, model, data, recipe });
      checkAugmentation(recipe.augmentation, reads.task.inputShape);
      const wish = {
        get cancelled() {
          return ended.aborted;
        },
      };
      const files = await prepare(data.datasets, wish);
      refuseIfAborted(ended);
      const spec = { version: 2 as const, name: model.name, ...reads, model, data, recipe };
      return link.call('engine.findLearningRate', { spec, data: files }, { signal: ended });
    });
  }
}
