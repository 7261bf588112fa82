import type { studiesCalls } from '../../../shared/contract/calls/studies.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { promote } from '../../services/studies/promote.ts';
import type { ServiceSet } from '../service-set.ts';

type Calls = Pick<Handlers<HostCalls>, keyof typeof studiesCalls>;

export function studiesHandlers(services: ServiceSet): Calls {
  const { studies } = services;
  return {
    'studies.list': () => studies.list(),
    'studies.get': async ({ id }) => {
      const { study, trials, torn } = await studies.get(id);
      return { study, trials: [...trials], torn };
    },
    'studies.plan': (spec) => studies.plan(spec),
    'studies.start': (spec) => studies.start(spec),
    'studies.pause': ({ id }) => studies.pause(id),
    'studies.resume': ({ id, budget }) => studies.resume(id, budget),
    'studies.stop': ({ id }) => studies.stop(id),
    'studies.rename': ({ id, name }) => studies.rename(id, name),
    'studies.delete': async ({ id }) => {
      await studies.remove(id);
      return null;
    },
    'studies.restore': ({ id }) => studies.restore(id),
    'studies.promote': (request) => promote(services, request),
    'studies.workers': ({ id }) => studies.workers(id),
  };
}
