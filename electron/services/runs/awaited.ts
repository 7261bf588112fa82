import { AppError } from '../../../shared/contract/errors.ts';
import type { Run, RunId, RunGroup } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { copyParent } from '../models/copy-model.ts';
import { readCard } from '../models/model-card.ts';
import type { Ending, HeldRun } from './held-run.ts';
import { runFiles } from './run-folder.ts';

/** A run or a summary of it. */
interface Grouped {
  readonly spec: { readonly group?: RunGroup | undefined };
}

/**
 * The runs of a transfer experiment wait for its base, whose model some of them go on from: it is there only when the base has
 * finished. Everything here is told by their records, so that it holds after a restart too.
 */
export const waitsFor = ({ spec: { group } }: Grouped, { spec: { group: of } }: Grouped): boolean =>
  group?.kind === 'transfer' &&
  of?.kind === 'transfer' &&
  group.id === of.id &&
  group.role !== 'base' &&
  of.role === 'base';

/** How a run ends that waits for this one, which has ended; null where it need not. */
export function endingWithout({ status, spec: { name } }: Run): Ending {
  if (status === 'stopped' || status === 'interrupted') return { status, error: null };
  return status === 'failed' ? { status, error: { code: 'base-failed', params: { name } } } : null;
}

export interface AwaitedDependencies {
  readonly folderOf: (id: RunId) => string;
  readonly listRuns: () => Promise<readonly RunSummary[]>;
}

/**
 * Copies the model that a run has waited for into the run's folder, and notes it in its record. Throws `parent-not-trained` {name} if it is
 * not there, and what keeps it from being read or copied.
 */
export async function takeAwaited(held: HeldRun, deps: AwaitedDependencies): Promise<void> {
  const { from } = held.run.spec;
  if (!from || from.weightsSha256 !== null) return;
  const base = (await deps.listRuns()).find((run) => waitsFor(held.run, run));
  if (base?.status !== 'finished') throw new AppError('parent-not-trained', { name: from.name });
  const folder = runFiles(deps.folderOf(base.id)).model;
  const card = { ...(await readCard(folder)), name: base.spec.name };
  await copyParent({ folder, card }, runFiles(deps.folderOf(held.id)).from);
  const taken = { ...from, model: base.id, name: card.name, weightsSha256: card.weightsSha256 };
  held.change({ spec: { ...held.run.spec, from: taken } });
}
