import type { readingsCalls } from '../../../shared/contract/calls/readings.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { countPartsAt } from '../../services/paper/paper.ts';
import type { ServiceSet } from '../service-set.ts';

/** Lines of writing, in pictures and drawings. */
export const readingsHandlers = (
  { models, reader, readings }: ServiceSet,
  files: FileHandles,
): Handlers<typeof readingsCalls> => ({
  'readings.parts': ({ handle }, { signal }) => countPartsAt(reader, files.path(handle), signal),
  'readings.read': ({ source, model, classic, looks, quarters, ...wish }, { signal }) =>
    readings.read(
      'handle' in source
        ? { path: files.path(source.handle), part: source.part }
        : { strokes: source.strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const)) },
      wish,
      { folder: models.folderOf(model), classic, looks, quarters },
      signal,
    ),
});
