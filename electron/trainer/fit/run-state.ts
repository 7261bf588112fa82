import { AppError } from '../../../shared/contract/errors.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import type { Checkpoint, Position } from '../checkpoints/checkpoint.ts';
import { allFinite, readVariables, writeVariables } from '../checkpoints/tensors.ts';
import { createStep } from '../create-step.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import { buildModel, type Model } from '../model/build-model.ts';
import { createOptimizer, type Optimizer } from '../optimizers/optimizer.ts';
import type { TrainStep } from '../step.ts';

const START: Position = {
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  epochLoss: 0,
  epochCorrect: 0,
  epochImages: 0,
  epochSeconds: 0,
  best: null,
  seconds: 0,
  countedImages: 0,
  countedSeconds: 0,
};

/** All that a run changes as it goes, and nothing else: model, optimizer, position. What a checkpoint holds. */
export class RunState {
  readonly model: Model;
  readonly step: TrainStep;
  position: Position = START;
  private readonly optimizer: Optimizer;

  /** `sizes`: the batch sizes that will come. */
  constructor({ spec }: TrainJob, sizes: readonly number[]) {
    this.model = buildModel(spec.model, spec.recipe.seed);
    const trainable = this.model.variables.filter((variable) => variable.trainable);
    this.optimizer = createOptimizer(spec.recipe.optimizer, trainable);
    this.step = createStep(this.model, this.optimizer, sizes);
  }

  /** Null if a weight or slot is not finite: such a state is never written. */
  snapshot(): Checkpoint | null {
    this.step.settle();
    const tensors = readVariables(this.variables);
    return allFinite(tensors) ? { position: this.position, tensors } : null;
  }

  /** Throws `checkpoint-torn` if it is no checkpoint of this model and optimizer. */
  restore({ position, tensors }: Checkpoint, file: string): void {
    try {
      writeVariables(this.variables, tensors);
    } catch (error) {
      throw error instanceof DamagedFile ? new AppError('checkpoint-torn', { file }, error) : error;
    }
    this.position = position;
  }

  dispose(): void {
    this.step.dispose();
    this.optimizer.dispose();
    this.model.dispose();
  }

  private get variables() {
    return [...this.model.variables, ...this.optimizer.slots];
  }
}
