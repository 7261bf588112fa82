import type { Model } from './model/build-model.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { createEagerStep } from './eager-step.ts';
import { createGraphStep } from './graph-step.ts';
import type { TrainStep } from './step.ts';

/** The fast step; the plain one where the fast one cannot be had, with the reason on stderr, which is the host's log. */
export function createStep(model: Model, optimizer: Optimizer, sizes: readonly number[]): TrainStep {
  try {
    return createGraphStep(model, optimizer, sizes);
  } catch (error) {
    console.error('training goes on op by op:', error);
    return createEagerStep(model, optimizer);
  }
}
