import { basename } from 'node:path';
import { MOST_EXPORTED, type runFilesCalls } from '../../../shared/contract/calls/run-files.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { exportRun } from '../../services/run-files/export.ts';
import { importRun } from '../../services/run-files/import.ts';
import type { ServiceSet } from '../service-set.ts';

/** Runs as files: see shared/contract/calls/run-files.ts. */
export function runFilesHandlers(services: ServiceSet, files: FileHandles): Handlers<typeof runFilesCalls> {
  return {
    'runs.export': (wish) => exportRun(services.runs, wish, MOST_EXPORTED),
    'runs.import': async ({ handle }, { signal }) => {
      const path = files.path(handle);
      const imported = await importRun(services, { path, name: basename(path) }, signal);
      await files.release(handle);
      return imported;
    },
  };
}
