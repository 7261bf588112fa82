import type { Disturbance, EvaluationId, RobustnessCurve } from '../../../shared/contract/schemas/evaluation.ts';
import { placesToBytes } from '../../../shared/data/number-bytes.ts';
import { stratifiedSample } from '../../../shared/data/split.ts';
import { stream } from '../../../shared/random/random.ts';
import type { Asker } from './evaluations.ts';
import { type LooksDependencies, modelFolderOf } from './looks.ts';

/** Enough for intervals of two points; all disturbances together are read some fifty times. */
const MOST_IMAGES = 2000;
const SAMPLE_SEED = 7;

/** As the call `evaluations.robustness` says. Labels count as they are corrected. */
export async function robustnessOf(
  { models, link, evaluations }: LooksDependencies,
  { id, disturbances }: { readonly id: EvaluationId; readonly disturbances: readonly Disturbance[] },
  { ticket, signal }: Asker,
): Promise<RobustnessCurve[]> {
  const opened = await evaluations.opener.opened(id);
  const folder = await modelFolderOf(models, opened);
  const { labels } = await evaluations.opener.evaluated(opened);
  const counted = [...labels.keys()].filter((row) => labels[row]! >= 0);
  const own = Uint16Array.from(counted, (row) => labels[row]!);
  const chosen = Array.from(stratifiedSample(own, MOST_IMAGES, stream(SAMPLE_SEED, 'split')), (i) => counted[i]!);
  const { split, change } = opened.record;
  const choice = {
    folder,
    data: opened.files,
    split,
    places: placesToBytes(chosen.map((row) => opened.rows[row]!)),
    labels: placesToBytes(chosen.map((row) => labels[row]!)),
    change: { invert: change.invert, resize: change.resize },
    disturbances: [...disturbances],
    ticket,
  };
  return link.call('evaluation.robustness', choice, { signal });
}
