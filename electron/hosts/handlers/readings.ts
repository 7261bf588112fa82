import type { readingsCalls } from '../../../shared/contract/calls/readings.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { countPartsAt } from '../../services/paper/paper.ts';
import type { ServiceSet } from '../service-set.ts';

/** Lines of writing, in pictures and drawings. */
export const readingsHandlers = ({ reader }: ServiceSet, files: FileHandles): Handlers<typeof readingsCalls> => ({
  'readings.parts': ({ handle }, { signal }) => countPartsAt(reader, files.path(handle), signal),
  'readings.read': () => {
    throw new AppError('unsupported');
  },
});
