import { basename } from 'node:path';
import type { formsCalls } from '../../../shared/contract/calls/forms.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { PagePicture } from '../../services/forms/page-reader.ts';
import type { ServiceSet } from '../service-set.ts';

/** Templates of forms: see shared/contract/calls/forms.ts. */
export function formsHandlers({ forms }: Pick<ServiceSet, 'forms'>, files: FileHandles): Handlers<typeof formsCalls> {
  const pictureAt = (handle: string, part: number): PagePicture => {
    const path = files.path(handle);
    return { path, name: basename(path), part };
  };
  return {
    'forms.list': () => forms.store.list(),
    'forms.scan': ({ id }) => forms.scan(id),
    'forms.create': ({ handle, part, name }, { signal }) => forms.create(pictureAt(handle, part), name, signal),
    'forms.save': ({ id, expected, name, fields }) =>
      forms.save(id, expected, { ...(name !== undefined && { name }), ...(fields && { fields }) }),
    'forms.remove': async ({ id }) => {
      await forms.remove(id);
      return null;
    },
    'forms.restore': ({ id }) => forms.restore(id),
    'forms.try': async ({ id, handle, part, model }, { signal }) => {
      const { straight, ...tried } = await forms.try(id, pictureAt(handle, part), model, signal);
      return { ...tried, straight: { ...straight, levels: new Uint8Array(straight.levels) } };
    },
    'forms.export': ({ id }) => forms.file(id),
    'forms.import': async ({ handle }) => forms.add(await forms.fromFile(files.path(handle))),
  };
}
