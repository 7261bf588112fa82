import { basename } from 'node:path';
import type { lessonsCalls } from '../../../shared/contract/calls/lessons.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import type { ServiceSet } from '../service-set.ts';

/** Lessons: see shared/contract/calls/lessons.ts. */
export const lessonsHandlers = (
  { lessons }: Pick<ServiceSet, 'lessons'>,
  files: FileHandles,
): Handlers<typeof lessonsCalls> => ({
  'lessons.list': () => lessons.list(),
  'lessons.create': (content) => lessons.create(content),
  'lessons.save': ({ id, expected, content }) => lessons.save(id, expected, content),
  'lessons.mark': ({ id, marks }) => lessons.mark(id, marks),
  'lessons.remove': ({ id, brought }) => lessons.remove(id, brought),
  'lessons.restore': ({ id }) => lessons.restore(id),
  'lessons.weigh': ({ models, data }) => lessons.weigh(models, data),
  'lessons.export': ({ id, ticket }, { signal }) => lessons.export(id, ticket, signal),
  'lessons.open': async ({ handle, ticket }, { signal }) => {
    const path = files.path(handle);
    const opened = await lessons.open({ path, name: basename(path) }, ticket, signal);
    await files.release(handle);
    return opened;
  },
});
