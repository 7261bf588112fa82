import { AppError } from '../../../shared/contract/errors.ts';
import type { CallOutput, ParsedInput } from '../../../shared/contract/define.ts';
import type { studiesCalls } from '../../../shared/contract/calls/studies.ts';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { cutName } from '../../../shared/contract/schemas/name.ts';
import { SEEDS } from '../../../shared/runs/group-specs.ts';
import { requestOf } from '../../../shared/study/check-space.ts';
import { without } from '../../../shared/without.ts';
import type { Models } from '../models/models.ts';
import type { Presets } from '../presets/presets.ts';
import type { Runs } from '../runs/runs.ts';
import type { Studies } from './studies.ts';

export interface PromoteServices {
  readonly studies: Pick<Studies, 'get'>;
  readonly runs: Pick<Runs, 'start' | 'startGroup' | 'fineTune'>;
  readonly models: Pick<Models, 'parent'>;
  readonly presets: Pick<Presets, 'save'>;
}

type Promotion = CallOutput<typeof studiesCalls, 'studies.promote'>;

/**
 * A trial's settings as a new run or a preset. They were chosen on validation data: how many trials they are the best of is said beside.
 * Throws `trial-not-found` {id, number}, `trial-none-finished` {id}, `unsupported` for a preset of a fine-tune, and what `Runs.start`,
 * `Runs.fineTune` with its model or `Presets.save` throw.
 */
export async function promote(
  { studies, runs, models, presets }: PromoteServices,
  { id, trial: wanted, as }: ParsedInput<typeof studiesCalls, 'studies.promote'>,
): Promise<Promotion> {
  const { study, trials } = await studies.get(id);
  const number = wanted ?? study.best[0];
  if (number === undefined) throw new AppError('trial-none-finished', { id });
  const trial = trials[number];
  if (!trial) throw new AppError('trial-not-found', { id, number });
  const finished = trials.filter(({ status, repeats }) => status === 'finished' && repeats === null).length;
  const warning: Promotion['warning'] = { code: 'chosen-on-validation', trials: finished };
  const { from, ...request } = requestOf(study.spec.base, trial.values);
  if (as.kind === 'preset') {
    // It would begin with weights drawn at random, for which these settings were not chosen.
    if (from) throw new AppError('unsupported');
    const { model, recipe } = request;
    return { runs: [], preset: await presets.save({ version: 1, name: as.name, model, recipe }), warning };
  }
  const named = { ...request, name: `${cutName(study.spec.name, 100)} #${number}` };
  if (from) {
    const wish = { ...without(named, 'model'), from };
    const parent = await models.parent(from.model);
    const started: Run[] = [];
    // Each is a run of its own: groups of runs begin with weights drawn at random.
    for (let i = 0; i < as.seeds; i++) {
      const seed = (named.recipe.seed + i) % SEEDS;
      const own = as.seeds === 1 ? named.name : `${named.name} · ${seed}`;
      started.push(await runs.fineTune({ ...wish, name: own, recipe: { ...named.recipe, seed } }, parent));
    }
    return { runs: started, preset: null, warning };
  }
  const seeds = { kind: 'seeds', count: as.seeds } as const;
  return {
    runs: as.seeds === 1 ? [await runs.start(named)] : await runs.startGroup(named, seeds),
    preset: null,
    warning,
  };
}
