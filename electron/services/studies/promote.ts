import { AppError } from '../../../shared/contract/errors.ts';
import type { CallOutput, ParsedInput } from '../../../shared/contract/define.ts';
import type { studiesCalls } from '../../../shared/contract/calls/studies.ts';
import { cutName } from '../../../shared/contract/schemas/name.ts';
import { requestOf } from '../../../shared/study/check-space.ts';
import type { Presets } from '../presets/presets.ts';
import type { Runs } from '../runs/runs.ts';
import type { Studies } from './studies.ts';

export interface PromoteServices {
  readonly studies: Pick<Studies, 'get'>;
  readonly runs: Pick<Runs, 'start' | 'startGroup'>;
  readonly presets: Pick<Presets, 'save'>;
}

type Promotion = CallOutput<typeof studiesCalls, 'studies.promote'>;

/**
 * A trial's settings as a new run or a preset. They were chosen on validation data: how many trials they are the best of is said beside.
 * Throws `trial-not-found` {id, number}, `trial-none-finished` {id}, and what `Runs.start` or `Presets.save` throw.
 */
export async function promote(
  { studies, runs, presets }: PromoteServices,
  { id, trial: wanted, as }: ParsedInput<typeof studiesCalls, 'studies.promote'>,
): Promise<Promotion> {
  const { study, trials } = await studies.get(id);
  const number = wanted ?? study.best[0];
  if (number === undefined) throw new AppError('trial-none-finished', { id });
  const trial = trials[number];
  if (!trial) throw new AppError('trial-not-found', { id, number });
  const finished = trials.filter(({ status, repeats }) => status === 'finished' && repeats === null).length;
  const warning: Promotion['warning'] = { code: 'chosen-on-validation', trials: finished };
  const request = requestOf(study.spec.base, trial.values);
  if (as.kind === 'preset') {
    const { model, recipe } = request;
    return { runs: [], preset: await presets.save({ version: 1, name: as.name, model, recipe }), warning };
  }
  const named = { ...request, name: `${cutName(study.spec.name, 100)} #${number}` };
  const seeds = { kind: 'seeds', count: as.seeds } as const;
  return {
    runs: as.seeds === 1 ? [await runs.start(named)] : await runs.startGroup(named, seeds),
    preset: null,
    warning,
  };
}
