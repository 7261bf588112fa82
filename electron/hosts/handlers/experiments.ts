import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { transferPlan, transferSpecs } from '../../../shared/runs/transfer-specs.ts';
import { classHalves } from '../../services/experiments/class-halves.ts';
import type { ServiceSet } from '../service-set.ts';

type Calls = Pick<Handlers<HostCalls>, `experiments.${string}` & keyof HostCalls>;

export function experimentsHandlers({ runs, datasets }: ServiceSet): Calls {
  return {
    'experiments.transfer': async (request) => runs.startTransfer(request, await classHalves(request, datasets)),
    'experiments.plan': async (request) => {
      const halves = await classHalves(request, datasets);
      return transferPlan(transferSpecs(request, halves, 'planned'), halves);
    },
  };
}
