import type { architecturesCalls } from '../../../shared/contract/calls/architectures.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { ServiceSet } from '../service-set.ts';

type Calls = Pick<Handlers<HostCalls>, keyof typeof architecturesCalls | 'models.activations'>;

/** What the architecture editor asks for. */
export function architecturesHandlers({ architectures, models }: ServiceSet): Calls {
  return {
    'architectures.list': () => architectures.list(),
    'architectures.create': ({ name, content }) => architectures.create(name, content),
    'architectures.save': ({ id, ...saving }) => architectures.save(id, saving),
    'architectures.rename': ({ id, name }) => architectures.rename(id, name),
    'architectures.duplicate': ({ id, name }) => architectures.duplicate(id, name),
    'architectures.remove': async ({ id }) => {
      await architectures.remove(id);
      return null;
    },
    'architectures.restore': ({ id }) => architectures.restore(id),
    'architectures.versions': ({ id }) => architectures.versions(id),
    'architectures.version': ({ id, revision }) => architectures.version(id, revision),
    'architectures.takeVersion': ({ id, expected, revision }) => architectures.takeVersion(id, expected, revision),
    'models.activations': ({ from, ...request }, { signal }) => models.activations(from, request, signal),
  };
}
