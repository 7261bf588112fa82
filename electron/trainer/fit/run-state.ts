import { AppError } from '../../../shared/contract/errors.ts';
import type { Taken } from '../../../shared/contract/schemas/fine-tune.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import { PLATEAU_START } from '../../../shared/model/schedule.ts';
import { augmentSeedOf } from '../augment/augment.ts';
import type { Position, StoredCheckpoint } from '../checkpoints/checkpoint.ts';
import { allFinite, named, ownNames, writeVariables } from '../checkpoints/tensors.ts';
import { createStep } from '../step/create-step.ts';
import type { TrainingData } from '../data/training-data.ts';
import { createReader } from '../evaluate/create-reader.ts';
import type { Reader, WeightSource } from '../evaluate/reader.ts';
import { DamagedFile, type NamedTensor } from '../formats/safetensors.ts';
import type { Model } from '../model/build-model.ts';
import type { StepSet } from '../step/step-set.ts';
import type { TrainStep } from '../step/step.ts';
import { createTrainingState, type TrainingState } from '../step/training-state.ts';
import { FrozenFeatures } from './frozen-features.ts';
import { composedLines } from './composed-lines.ts';
import { redrawnImages, type Redrawn } from './redrawn-images.ts';

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
  skipped: 0,
  plateau: PLATEAU_START,
  stoppedEarly: false,
  patientSince: 0,
};

/** What a run goes on from: a trained model's weights, and which layers take theirs. */
export interface Origin {
  readonly weights: readonly NamedTensor[];
  readonly taken: Taken;
}

/** All that a run changes as it goes, and nothing else: model, optimizer, averages, position. What a checkpoint holds. */
export class RunState {
  readonly step: TrainStep;
  /** To be computed before the first step; null where batches are of images. */
  readonly features: FrozenFeatures | null = null;
  /** To be drawn before an epoch's first step; null where all epochs have the same images. */
  private readonly redrawn: Redrawn<StepSet> | null;
  position: Position = START;
  private readonly training: TrainingState;
  private reading: Reader | null = null;

  /** Throws `model-invalid`. With an origin the weights are its own, until a checkpoint brings others. */
  constructor(
    { spec: { model, recipe, from, task } }: Pick<TrainJob, 'spec'>,
    { images, training, order, classWeights, lines }: TrainingData,
    origin: Origin | null = null,
  ) {
    this.training = createTrainingState(model, recipe, from?.rates);
    const { augmentation, labelSmoothing, gradientClip, seed } = recipe;
    const augmentSeed = augmentSeedOf(seed);
    this.redrawn = lines
      ? composedLines(lines.composer, { count: order.images, task, seed })
      : redrawnImages(images, training, recipe);
    const program = { augmentation, augmentSeed, labelSmoothing, gradientClip, classWeights };
    try {
      if (origin) {
        takeWeights(this.model, origin.weights, origin.taken);
        if (!this.redrawn) this.features = FrozenFeatures.of(this.model, images, recipe);
      }
      this.step = createStep(this.training, program, this.features ?? this.redrawn?.set ?? images, order.sizes);
    } catch (error) {
      this.training.dispose();
      throw error;
    }
  }

  get model(): Model {
    return this.training.model;
  }

  /** Before the first step of an epoch, and where a drawing was interrupted: draws its images, where they are drawn anew. */
  async drawEpoch(interrupted: () => boolean): Promise<void> {
    await this.redrawn?.drawing.draw(this.position.epoch, interrupted);
    if (!this.isUndrawn) this.step.reload();
  }

  /** Whether the images of the present epoch are still to be drawn. */
  get isUndrawn(): boolean {
    return this.redrawn?.drawing.isReady(this.position.epoch) === false;
  }

  /** All that training changes: what a checkpoint holds. Null if a weight or slot is not finite: such a state is never written. */
  async tensors(): Promise<readonly NamedTensor[] | null> {
    const { variables, names } = this.training;
    const tensors = named(variables, await this.step.values(), names);
    return allFinite(tensors) ? tensors : null;
  }

  /**
   * The weights among `tensors` that are validated, tested and saved: the averages, if the recipe keeps them. They have
   * the weights' own names, as in a model's file.
   */
  weightsOf(tensors: readonly NamedTensor[]): NamedTensor[] {
    const { variables } = this.training;
    return this.model.variables.map((weight) => ({
      ...tensors[variables.indexOf(this.source(weight))]!,
      name: weight.name,
    }));
  }

  /** A reader with those weights as they are now. It lives as long as this state. */
  reader(): Reader {
    this.step.settle();
    this.reading ??= createReader(this.model, this.source);
    this.reading.reload();
    return this.reading;
  }

  /** To be called before the first step. Throws `checkpoint-torn` if it is no checkpoint of this model and recipe. */
  restore({ version, position, tensors }: StoredCheckpoint, file: string): void {
    const { variables, names } = this.training;
    try {
      writeVariables(variables, tensors, version === 1 ? ownNames(variables) : names);
    } catch (error) {
      throw error instanceof DamagedFile ? new AppError('checkpoint-torn', { file }, error) : error;
    }
    this.position = position;
  }

  dispose(): void {
    this.reading?.dispose();
    this.step.dispose();
    this.training.dispose();
  }

  private readonly source: WeightSource = (weight) => this.training.average?.shadowOf(weight) ?? weight;
}

/** Sets the weights of the layers that a fine-tune takes over to the parent's; the others keep what they were drawn as. */
function takeWeights(model: Model, parent: readonly NamedTensor[], { layers }: Taken): void {
  const values = new Map(parent.map((tensor) => [tensor.name, tensor.values]));
  const taken = new Set(layers);
  for (const { name, variables } of model.layers) {
    if (taken.has(name)) for (const variable of variables) variable.write(values.get(variable.name)!);
  }
}
