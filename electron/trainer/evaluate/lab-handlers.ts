import type { Handlers } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { trainerLabCalls } from '../../../shared/contract/trainer-lab.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { elements } from '../../../shared/model/info.ts';
import { abortable, refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { writeVariables } from '../checkpoints/tensors.ts';
import { readModelFolder } from '../formats/model-folder.ts';
import { buildModel } from '../model/build-model.ts';
import type { Measurements } from '../measurements.ts';
import { crossValidate } from './cross-validate.ts';
import { activationsOf } from './activations.ts';
import { createEagerReader } from './eager-reader.ts';
import { explain } from './explain.ts';
import { layerNumbers } from './layer-numbers.ts';
import { movedWeights } from './moved-weights.ts';
import type { ModelCache } from './model-cache.ts';
import { readChosen, unitLength } from './read-chosen.ts';
import { measureRobustness } from './robustness.ts';

/** Between two tellings of progress, milliseconds. */
const TELL_EVERY = 100;

export interface LabEnvironment {
  /** Resolves when the engine is loaded. */
  readonly loaded: Promise<unknown>;
  readonly models: ModelCache;
  /** Trains for itself alone, while no run does. */
  readonly measurements: Measurements;
  tell(progress: { ticket: string; done: number; total: number }): void;
}

/** The trainer's side of the lab. */
export function labHandlers({ loaded, models, measurements, tell }: LabEnvironment): Handlers<typeof trainerLabCalls> {
  return {
    'evaluation.run': async (choice, { signal }) => {
      await abortable(loaded, signal);
      return readChosen(choice, signal, seldom(choice.ticket, tell));
    },
    'evaluation.robustness': async (choice, { signal }) => {
      await abortable(loaded, signal);
      return measureRobustness(choice, signal, seldom(choice.ticket, tell));
    },
    'evaluation.crossValidate': async ({ ticket, ...work }, { signal }) => {
      await abortable(loaded, signal);
      await measurements.measure((ended) => crossValidate(work, ended, seldom(ticket, tell)), signal);
      return null;
    },
    'model.features': async ({ folder, images }, { signal }) => {
      await abortable(loaded, signal);
      return models.use(folder, ({ model }) => featuresOf(model, images), signal);
    },
    'model.explain': async ({ folder, image, target }, { signal }) => {
      await abortable(loaded, signal);
      const { card, weights } = await readModelFolder(folder);
      refuseIfAborted(signal);
      if (target >= card.task.classes.length) throw new AppError('class-unknown', { name: String(target) });
      const model = buildModel(card.spec, 0, { inputGradient: true });
      try {
        writeVariables(model.variables, weights);
        return await explain({ model, image, target });
      } finally {
        model.dispose();
      }
    },
    'model.activations': async ({ spec, folder, image }, { signal }) => {
      await abortable(loaded, signal);
      const weights = folder === null ? [] : (await readModelFolder(folder)).weights;
      refuseIfAborted(signal);
      return activationsOf({ spec, image, weights }, signal);
    },
    'model.moved': ({ folder, from, weight }) => movedWeights(folder, from, weight),
    'model.layer': async ({ folder, ...question }, { signal }) => {
      await abortable(loaded, signal);
      return models.use(folder, (loadedModel) => layerNumbers(loadedModel, question), signal);
    },
  };
}

/** Op by op: a graph would be made for one question. */
async function featuresOf(model: Parameters<typeof createEagerReader>[0], images: Uint8Array) {
  const [height, width] = model.spec.inputShape;
  if (images.length % elements(model.spec.inputShape) !== 0) {
    throw new AppError('image-size', { height, width, bytes: images.length });
  }
  const reader = createEagerReader(model, (weight) => weight, 'insight');
  const values = await reader.read(images);
  const features = new Float32Array((values.length / reader.width) * model.features);
  for (let i = 0; i * reader.width < values.length; i++) {
    const own = values.subarray(i * reader.width + model.classes, (i + 1) * reader.width);
    features.set(unitLength(own), i * model.features);
  }
  return { width: model.features, values: bytesOfFloats(features) };
}

/** The first and the last, and some between. */
export function seldom(ticket: string, tell: LabEnvironment['tell']): (done: number, total: number) => void {
  let told = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - told < TELL_EVERY) return;
    told = now;
    tell({ ticket, done, total });
  };
}
