import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import { NUDGES, type Nudges, type WeightPlace } from '../../../shared/contract/schemas/layer-gradients.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { readBack } from '../ops/read-back.ts';
import { batchOf, lossOf, type LossSubject } from './loss-subject.ts';

/** The loss with one weight moved down and up by little and less, all in float32 as the model computes. Throws `weight-absent`, `model-not-finite`, `cancelled`. */
export async function nudges(
  { model, image, label }: LossSubject,
  { path, index }: WeightPlace,
  signal: CancelSignal,
): Promise<Nudges> {
  const variable = model.variables.find(({ name }) => name === path);
  const values = await variable?.data();
  const value = values?.[index];
  if (variable === undefined || values === undefined || value === undefined) {
    throw new AppError('weight-absent', { path, index });
  }
  if (!Number.isFinite(value)) throw new AppError('model-not-finite');
  const lossAt = async (moved: number): Promise<number | null> => {
    values[index] = moved;
    variable.write(values);
    const [loss] = await readBack(() => lossOf(model, batchOf(model, image, [label])));
    return Number.isFinite(loss) ? loss! : null;
  };
  const losses: Nudges['losses'] = [];
  for (const epsilon of NUDGES) {
    losses.push({ epsilon, below: await lossAt(value - epsilon), above: await lossAt(value + epsilon) });
    await nextTurn();
    refuseIfAborted(signal);
  }
  return { value, losses };
}
