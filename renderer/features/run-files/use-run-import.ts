import { useHost } from '../../stores/host.ts';
import { useFileTaking } from '../datasets/use-file-taking.ts';

/** Brings in a run that was exported as one file, by dialog or drop. */
export function useRunImport() {
  const host = useHost();
  const { taken: imported, ...rest } = useFileTaking('data', ({ handle }, signal) =>
    host.call('runs.import', { handle }, { signal }),
  );
  return { imported, ...rest };
}
