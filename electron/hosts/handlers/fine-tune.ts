import type { Handlers } from '../../../shared/contract/define.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import { takenOf } from '../../../shared/model/fine-tune-model.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { planRun } from '../../services/runs/plan.ts';
import type { ServiceSet } from '../service-set.ts';

type Calls = Pick<Handlers<HostCalls>, 'runs.fineTune' | 'runs.plan'>;

/** What of runs knows of models that they go on from. */
export function fineTuneHandlers({ env, runs, models, datasets, engine }: ServiceSet): Calls {
  /** What the machine has for it. */
  const roomFor = async (data: DataChoice) => {
    const [memory, disk] = [engine.memory.free(), await freeBytes(env.storageFolder)];
    return {
      ...(memory !== null && { memory: { free: memory, imageBytes: await datasets.imageBytes(data) } }),
      ...(disk !== null && { disk: { free: disk } }),
    };
  };
  return {
    'runs.fineTune': async (request) => runs.fineTune(request, await models.parent(request.from.model)),
    'runs.plan': async ({ data, recipe, from }) => {
      if (!from) {
        const plan = await planRun(data, recipe, await datasets.prepare(data.datasets));
        return { ...plan, ...(await roomFor(data)) };
      }
      const parent = await models.parent(from.model);
      const spec = await runs.fineTuneSpecOf({ version: 2, name: parent.card.name, data, recipe, from }, parent);
      const plan = await planRun(data, recipe, await datasets.prepare(data.datasets), spec);
      const taken = takenOf(parent.card.spec, spec.model, from.head === 'new');
      return { ...plan, taken, ...(await roomFor(data)) };
    },
  };
}
