import type { RunEngine } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { takenOf } from '../../../shared/model/fine-tune-model.ts';
import { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { readTrainingData } from '../data/training-data.ts';
import { readModelFolder } from '../formats/model-folder.ts';
import type { JobControl } from './job-control.ts';
import { Meter } from './meter.ts';
import { RunState, type Origin } from './run-state.ts';
import type { Clock, Sitting } from './sitting.ts';

export interface FitEnvironment {
  readonly engine: Omit<RunEngine, 'mode' | 'fallback'>;
  /** Seconds that loading TensorFlow took in this process. */
  readonly loadSeconds: number;
  readonly control: JobControl;
  readonly tell: Sitting['tell'];
}

const clock: Clock = { time: () => Date.now(), now: () => performance.now() };

type Stage = Extract<RunLog, { type: 'stage' }>['stage'];

/** Everything before the first step: data, model, and the checkpoint to go on from. */
export async function* begin(job: TrainJob, environment: FitEnvironment): AsyncGenerator<RunLog, Sitting, void> {
  const { recipe } = job.spec;
  const stage = (name: Stage, seconds: number): RunLog => ({ type: 'stage', time: clock.time(), stage: name, seconds });
  yield stage('load', environment.loadSeconds);

  const reading = clock.now();
  const checkpoints = new CheckpointFolder(job.folder);
  const data = await readTrainingData(job.spec, job.data, job.from?.replay);
  const origin = await readOrigin(job);
  const { order } = data;
  const replayed = data.lines?.replayed ?? data.replayed.length;
  yield stage('data', (clock.now() - reading) / 1000);

  const building = clock.now();
  const state = new RunState(job, data, origin);
  try {
    const resumed = job.resume ? await restore(state, checkpoints, job) : await checkpoints.clear();
    const { step, position } = state;
    yield stage('build', (clock.now() - building) / 1000 - step.stages.trace - step.stages.graph);
    yield stage('trace', step.stages.trace);
    yield stage('graph', step.stages.graph);
    yield {
      type: 'started',
      time: clock.time(),
      engine: { ...environment.engine, mode: step.mode, fallback: step.fallback },
      totalSteps: recipe.epochs * order.stepsPerEpoch,
      stepsPerEpoch: order.stepsPerEpoch,
      trainCount: data.lines ? order.images - data.lines.replayed : data.training.length,
      validationCount: data.lines?.validation.count ?? data.validation.length,
      ...(replayed > 0 && { replayCount: replayed }),
      parameters: state.model.parameters,
    };
    if (origin) yield { type: 'taken', time: clock.time(), ...origin.taken };
    if (resumed) {
      const { damaged, untold } = resumed;
      yield { type: 'resumed', time: clock.time(), step: firstUntold(untold) ?? position.step, damaged };
      yield* untold;
    }
    return {
      ...data,
      job,
      control: environment.control,
      clock,
      state,
      checkpoints,
      tell: environment.tell,
      meter: new Meter(clock.now, position.countedImages, position.countedSeconds),
      saved: position.step > 0 ? position : null,
      savedAt: clock.now(),
      saving: null,
      memoryAt: -Infinity,
      validationSeconds: null,
      dispose: () => state.dispose(),
    };
  } catch (error) {
    state.dispose();
    throw error;
  }
}

/** Where the copy of a model lies, in its run's folder, that the run goes on from. */
export const originFolder = ({ folder }: Pick<TrainJob, 'folder'>): string => path.join(folder, 'from');

/** Throws `model-not-found` {folder}, and `model-torn` {file} if it is not the model that the run was started from. */
async function readOrigin(job: TrainJob): Promise<Origin | null> {
  const { from, model } = job.spec;
  if (!from) return null;
  const folder = originFolder(job);
  const { card, weights } = await readModelFolder(folder);
  if (card.weightsSha256 !== from.weightsSha256) throw new AppError('model-torn', { file: folder });
  return { weights, taken: takenOf(card.spec, model, from.head === 'new') };
}

interface Resumed {
  /** Damaged checkpoints that were passed over. */
  readonly damaged: string[];
  readonly untold: readonly RunLog[];
}

/** Goes on from the newest good checkpoint, from the start if there is none. */
async function restore(state: RunState, checkpoints: CheckpointFolder, { spec }: TrainJob): Promise<Resumed> {
  const found = await checkpoints.newest();
  if (!found) return { damaged: [], untold: [] };
  state.restore(found.checkpoint, checkpoints.folder);
  const { position } = state;
  // Given more epochs after it had ended early: its patience counts anew from there.
  if (position.stoppedEarly && spec.extended?.includes(position.epoch))
    state.position = { ...position, stoppedEarly: false, patientSince: position.epoch };
  return { damaged: found.damaged, untold: found.checkpoint.untold };
}

/** The step after which these logs begin; undefined if there are none. */
function firstUntold([first]: readonly RunLog[]): number | undefined {
  if (!first || !('step' in first)) return undefined;
  if (first.type === 'steps') return first.step - first.loss.length;
  return first.type === 'skipped' ? first.step - 1 : first.step;
}
