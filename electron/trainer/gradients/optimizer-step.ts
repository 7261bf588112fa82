import * as tf from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { StepQuestion } from '../../../shared/contract/gradient-questions.ts';
import type { OptimizerStep } from '../../../shared/contract/schemas/optimizer-step.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { layerAt, refuseLarge } from '../evaluate/layer-numbers.ts';
import { nextTurn } from '../fit/next-turn.ts';
import type { Variable } from '../ops/variable.ts';
import { Descent } from './descent.ts';
import { batchOf, type LossSubject } from './loss-subject.ts';

/** Takes steps on the subject's image alone, and tells one layer's numbers of the last one. Throws as `models.step` says. */
export async function optimizerStep(
  { model, image, label }: LossSubject,
  { path, optimizer, steps }: Pick<StepQuestion, 'path' | 'optimizer' | 'steps'>,
  signal: CancelSignal,
): Promise<OptimizerStep> {
  const layer = layerAt(model.layers, path);
  if (layer === null) throw new AppError('layer-absent', { path: path.join('.') });
  refuseLarge(layer);
  const watched = layer.variables.filter(({ trainable }) => trainable);
  const batch = batchOf(model, image, [label]);
  try {
    return await takeSteps(new Descent(model, batch, optimizer), watched, steps, signal);
  } finally {
    tf.dispose([batch.x, batch.targets]);
  }
}

/** Takes the descent over. */
async function takeSteps(
  descent: Descent,
  watched: readonly Variable[],
  steps: number,
  signal: CancelSignal,
): Promise<OptimizerStep> {
  const losses: (number | null)[] = [];
  let weights: OptimizerStep['weights'] = [];
  let goesOn = true;
  try {
    while (goesOn && losses.length < steps) {
      const before = await Promise.all(watched.map((variable) => stateOf(descent, variable)));
      const { loss, applied, gradients } = await descent.step(watched);
      goesOn = applied;
      if (applied) {
        losses.push(loss);
        weights = await Promise.all(
          watched.map(async (variable, i) =>
            told(variable, before[i]!, gradients[i]!, await stateOf(descent, variable)),
          ),
        );
      }
      await nextTurn();
      refuseIfAborted(signal);
    }
    if (losses.length === 0) throw new AppError('model-not-finite');
    const last = goesOn ? await descent.loss() : NaN;
    return { losses: [...losses, Number.isFinite(last) ? last : null], weights };
  } finally {
    descent.dispose();
  }
}

/** A variable and what is kept of it, at one moment. */
interface State {
  readonly values: Float32Array;
  readonly slots: readonly { readonly name: string; readonly values: Float32Array }[];
}

const copyOf = async (variable: Variable): Promise<Float32Array> => Float32Array.from(await variable.data());

const stateOf = async (descent: Descent, variable: Variable): Promise<State> => ({
  values: await copyOf(variable),
  slots: await Promise.all(
    descent.slotsOf(variable).map(async ({ name, slot }) => ({ name, values: await copyOf(slot) })),
  ),
});

const told = ({ name, shape }: Variable, before: State, gradient: Float32Array, after: State) => ({
  ...{ path: name, shape: [...shape], gradient: bytesOfFloats(gradient) },
  ...{ before: bytesOfFloats(before.values), after: bytesOfFloats(after.values) },
  slots: before.slots.map((slot, i) => ({
    name: slot.name,
    before: bytesOfFloats(slot.values),
    after: bytesOfFloats(after.slots[i]!.values),
  })),
});
