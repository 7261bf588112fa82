import type { RunEngine } from '../../../shared/contract/schemas/run.ts';

/** Consecutive optimizer steps of one batch size. */
export interface StepBlock {
  /** Which training images, step after step: batchSize of them for each step. */
  readonly indices: Int32Array;
  readonly batchSize: number;
  /** One for each step: how many steps there are. */
  readonly learningRates: Float32Array;
  /** The number of the first, from 1 over the whole run: masks, augmentation and Adam's correction depend on it alone. */
  readonly firstStep: number;
}

export interface StepResult {
  /** Mean loss of the batch, before the update; as Keras has it, with label smoothing, class weights and penalties. */
  readonly loss: number;
  /** Images of the batch that were read right, before the update. */
  readonly correct: number;
  /** False if the loss or a gradient was not finite: then nothing was changed. */
  readonly applied: boolean;
}

/** Optimizer steps over one training set: op by op (eager-step.ts) or as a traced graph (graph-step.ts). */
export interface TrainStep {
  readonly mode: RunEngine['mode'];
  /** Why it is not a graph; null if it is one. */
  readonly fallback: string | null;
  /** Seconds that building it took, by stage. */
  readonly stages: { readonly trace: number; readonly graph: number };
  /** How many steps of full batches are best run by one call. Any other number, and any size it was built for, goes too. */
  readonly stepsPerCall: number;
  /** Equal blocks give equal results to the bit, however the steps are cut into blocks. */
  run(block: StepBlock): StepResult[] | Promise<StepResult[]>;
  /** To be called when entries of the training set have changed: the steps from now on are taken on them as they are now. */
  reload(): void;
  /**
   * The values of the training state's variables after the steps so far, in their order. Nobody may change these
   * arrays.
   */
  values(): readonly Float32Array[] | Promise<readonly Float32Array[]>;
  /** Brings what the steps so far did into the variables of model, optimizer and averages, for whoever reads those. */
  settle(): void;
  dispose(): void;
}
