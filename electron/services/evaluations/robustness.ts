import { createHash } from 'node:crypto';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import type { Disturbance, RobustnessCurve } from '../../../shared/contract/schemas/robustness.ts';
import { placesToBytes } from '../../../shared/data/number-bytes.ts';
import { stratifiedSample } from '../../../shared/data/split.ts';
import { AMOUNTS } from '../../../shared/evaluation/disturb.ts';
import { stream } from '../../../shared/random/random.ts';
import type { HostEnvironment } from '../../environment.ts';
import { EvaluationStore } from './evaluation-store.ts';
import type { Asker, Evaluations } from './evaluations.ts';
import { type LooksDependencies, modelFolderOf } from './looks.ts';
import type { OpenedEvaluation } from './opened.ts';
import type { RobustnessRecord } from './record.ts';

/** Enough for intervals of two points; all disturbances together are read some fifty times. */
const MOST_IMAGES = 2000;
const SAMPLE_SEED = 7;

export interface KeptRobustnessDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder'>;
  readonly evaluations: Pick<Evaluations, 'opener'>;
}

export type RobustnessDependencies = KeptRobustnessDependencies & Pick<LooksDependencies, 'models' | 'link'>;

/** As the call `evaluations.robustness` says. */
export async function robustnessOf(
  deps: RobustnessDependencies,
  { id, disturbances }: { readonly id: EvaluationId; readonly disturbances: readonly Disturbance[] },
  { ticket, signal }: Asker,
): Promise<RobustnessCurve[]> {
  const opened = await deps.evaluations.opener.opened(id);
  const sample = await sampleOf(deps, opened);
  const store = new EvaluationStore(deps.env.storageFolder);
  const before = curvesOf(sample.hash, await store.robustness(id));
  const missing = disturbances.filter((each) => !before.some(({ disturbance }) => disturbance === each));
  if (missing.length === 0) return inOrder(before, disturbances);
  const { split, change } = opened.record;
  const choice = {
    folder: await modelFolderOf(deps.models, opened),
    data: opened.files,
    split,
    places: placesToBytes(sample.places),
    labels: placesToBytes(sample.labels),
    change: { invert: change.invert, resize: change.resize },
    disturbances: missing,
    ticket,
  };
  const measured = await deps.link.call('evaluation.robustness', choice, { signal });
  // Another window may have measured something else meanwhile.
  await store.keepRobustness(id, (kept) => {
    const others = curvesOf(sample.hash, kept).filter(({ disturbance }) => !missing.includes(disturbance));
    return { version: 1, sample: sample.hash, curves: [...others, ...measured] };
  });
  return inOrder([...before, ...measured], disturbances);
}

/** What is kept of a sample, as far as it is good still. */
const curvesOf = (sample: string, kept: RobustnessRecord | null): RobustnessCurve[] =>
  kept?.sample === sample ? kept.curves.filter(isOfToday) : [];

/** As the call `evaluations.keptRobustness` says. */
export async function keptRobustness(
  deps: KeptRobustnessDependencies,
  id: EvaluationId,
): Promise<{ curves: RobustnessCurve[]; current: boolean }> {
  const opened = await deps.evaluations.opener.opened(id);
  const kept = await new EvaluationStore(deps.env.storageFolder).robustness(id);
  if (!kept) return { curves: [], current: true };
  const { hash } = await sampleOf(deps, opened);
  const all = Object.keys(AMOUNTS) as Disturbance[];
  return { curves: inOrder(kept.curves.filter(isOfToday), all), current: kept.sample === hash };
}

/** An older studio may have changed images by other amounts. */
const isOfToday = ({ disturbance, points }: RobustnessCurve): boolean =>
  points.map(({ amount }) => amount).join() === AMOUNTS[disturbance].join();

const inOrder = (curves: readonly RobustnessCurve[], disturbances: readonly Disturbance[]): RobustnessCurve[] =>
  disturbances.flatMap((each) => curves.filter(({ disturbance }) => disturbance === each));

/** Which images are read, with their labels, and a hash of both. */
async function sampleOf(
  { evaluations }: Pick<RobustnessDependencies, 'evaluations'>,
  opened: OpenedEvaluation,
): Promise<{ places: number[]; labels: number[]; hash: string }> {
  const all = (await evaluations.opener.evaluated(opened)).labels;
  const counted = [...all.keys()].filter((row) => all[row]! >= 0);
  const own = Uint16Array.from(counted, (row) => all[row]!);
  const chosen = Array.from(stratifiedSample(own, MOST_IMAGES, stream(SAMPLE_SEED, 'split')), (i) => counted[i]!);
  const places = chosen.map((row) => opened.rows[row]!);
  const labels = chosen.map((row) => all[row]!);
  const hash = createHash('sha256')
    .update(JSON.stringify([places, labels]))
    .digest('hex');
  return { places, labels, hash };
}
