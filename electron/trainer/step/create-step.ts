import { AppError } from '../../../shared/contract/errors.ts';
import { createEagerStep } from './eager-step.ts';
import { createGraphStep } from './graph-step.ts';
import type { TrainStep } from './step.ts';
import { onTensorflow } from '../ops/native.ts';
import type { StepSet } from './step-set.ts';
import type { StepProgram } from './train-on-batch.ts';
import type { TrainingState } from './training-state.ts';

/**
 * The fast step over `set` in batches of these `sizes`, the full one first; the plain one, with the reason,
 * where the fast one is not possible. Throws `op-missing` {op} where the plain one could not run either.
 */
export function createStep(
  state: TrainingState,
  program: StepProgram,
  set: StepSet,
  sizes: readonly number[],
): TrainStep {
  if (!onTensorflow()) return createEagerStep(state, program, set, 'WebGPU runs op by op');
  try {
    return createGraphStep(state, program, set, sizes);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return createEagerStep(state, program, set, reason);
  }
}
