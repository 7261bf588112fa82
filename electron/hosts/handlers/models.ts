import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { ServiceSet } from '../service-set.ts';

/** Models that read, and the import of those of other programs. */
export const modelsHandlers = (
  { models }: ServiceSet,
  files: FileHandles,
): Pick<Handlers<HostCalls>, Exclude<Extract<keyof HostCalls, `models.${string}`>, 'models.activations'>> => ({
  'models.list': () => models.list(),
  'models.card': ({ model }) => models.card(models.folderOf(model)),
  'models.predict': ({ model, images }, { signal }) => models.predict(model, images, signal),
  'models.inspect': ({ handle }, { signal }) =>
    models.imports.inspect(files.path(handle), { origin: files.origin(handle), signal }),
  'models.import': ({ inspection, ...wish }) => models.import(inspection, wish),
  'models.discard': async ({ inspection }) => {
    await models.imports.discard(inspection);
    return null;
  },
  'models.rename': ({ model, name }) => models.rename(model, name),
  'models.nameClasses': ({ model, classes }) => models.nameClasses(model, classes),
  'models.remove': async ({ model }) => {
    await models.remove(model);
    return null;
  },
  'models.restore': ({ model }) => models.restore(model),
});
