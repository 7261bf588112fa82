import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers, ParsedInput } from '../../../shared/contract/define.ts';
import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { Models } from '../../services/models/models.ts';
import type { ServiceSet } from '../service-set.ts';

/** Models that read, and the import of those of other programs. */
export const modelsHandlers = (
  { models }: ServiceSet,
  files: FileHandles,
): Pick<Handlers<HostCalls>, Exclude<Extract<keyof HostCalls, `models.${string}`>, 'models.activations'>> => ({
  'models.list': pagedModels(models),
  'models.card': ({ model }) => models.card(models.folderOf(model)),
  'models.predict': ({ model, images }, { signal }) => models.predict(model, images, signal),
  'models.layer': ({ model, ...request }, { signal }) => models.layer(model, request, signal),
  'models.gradients': (asked, { signal }) => models.gradients.gradients(asked, signal),
  'models.nudge': (asked, { signal }) => models.gradients.nudge(asked, signal),
  'models.step': (asked, { signal }) => models.gradients.step(asked, signal),
  'models.lossSlice': (asked, { signal }) => models.gradients.lossSlice(asked, signal),
  'models.moved': ({ run, weight }, { signal }) => models.moved(run, weight, signal),
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

/** `models.list` for one connection: the pages behind the first one are of the list as it was then, so that the disk is looked at once. */
function pagedModels(models: Models) {
  let listed: ModelInfo[] = [];
  return async (wish: ParsedInput<HostCalls, 'models.list'>): Promise<ModelInfo[]> => {
    const { refs, offset = 0, limit } = wish ?? {};
    if (refs) return models.these(refs);
    if (offset === 0 || listed.length === 0) listed = await models.list();
    return listed.slice(offset, limit === undefined ? undefined : offset + limit);
  };
}
