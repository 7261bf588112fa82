import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { Saliency } from '../../../shared/contract/schemas/evaluated-image.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import type { ModelRef, Prediction } from '../../../shared/contract/schemas/predict.ts';
import { answerAt } from '../../../shared/evaluation/answers.ts';
import { shapeText } from '../../../shared/model/info.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Models } from '../models/models.ts';
import type { Evaluations } from './evaluations.ts';
import { rowOf } from './images.ts';
import { type OpenedEvaluation, seenImages } from './opened.ts';

export interface LooksDependencies {
  readonly env: Pick<HostEnvironment, 'log'>;
  readonly models: Pick<Models, 'folderOf' | 'card' | 'list' | 'predict'>;
  readonly link: Pick<TrainerLink, 'call'>;
  readonly evaluations: Pick<Evaluations, 'opener'>;
}

/** Other models that are asked about an image: the newest ones. */
const MOST_OTHERS = 12;

export interface OtherReading {
  readonly ref: ModelRef;
  readonly name: string;
  readonly prediction: Prediction;
}

/** An image of an evaluation, as its model sees it. */
export async function seenImage(
  { evaluations }: Pick<LooksDependencies, 'evaluations'>,
  id: EvaluationId,
  place: number,
): Promise<{ opened: OpenedEvaluation; row: number; image: Uint8Array<ArrayBuffer> }> {
  const opened = await evaluations.opener.opened(id);
  const row = rowOf(opened, place);
  return { opened, row, image: await seenImages(opened, [row]) };
}

/** The folder of the model that was evaluated. Throws `model-not-found` {folder} where there is another one by now, or none. */
export async function modelFolderOf(
  models: Pick<Models, 'folderOf' | 'card'>,
  { record }: Pick<OpenedEvaluation, 'record'>,
): Promise<string> {
  const { ref, weightsSha256 } = record.info.model;
  const folder = record.modelFolder ?? models.folderOf(ref!);
  const card = await models.card(folder);
  if (card.weightsSha256 !== weightsSha256) throw new AppError('model-not-found', { folder });
  return folder;
}

/** As the call `evaluations.explain` says; without a target, of the class that was read. */
export async function explainImage(
  deps: LooksDependencies,
  { id, place, target }: { readonly id: EvaluationId; readonly place: number; readonly target?: number | undefined },
  signal: CancelSignal,
): Promise<Saliency[]> {
  const { opened, row, image } = await seenImage(deps, id, place);
  const folder = await modelFolderOf(deps.models, opened);
  const own = target ?? answerAt(opened.readings, row);
  if (own === null) throw new AppError('model-not-finite');
  return deps.link.call('model.explain', { folder, image, target: own }, { signal });
}

/** As the call `evaluations.others` says. A model that cannot be read is logged and left out. */
export async function otherReadings(
  deps: LooksDependencies,
  { id, place }: { readonly id: EvaluationId; readonly place: number },
  signal: CancelSignal,
): Promise<OtherReading[]> {
  const { opened, image } = await seenImage(deps, id, place);
  const { task, model } = opened.record.info;
  const size = shapeText(task.inputShape);
  const others = (await deps.models.list())
    .filter(({ ref, task: { inputShape } }) => ref !== model.ref && shapeText(inputShape) === size)
    .slice(0, MOST_OTHERS);
  const readings: OtherReading[] = [];
  for (const { ref, name } of others) {
    try {
      const { items } = await deps.models.predict(ref, image, signal);
      readings.push({ ref, name, prediction: items[0]! });
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      deps.env.log.warn('model cannot be asked', { ref, error: toErrorData(thrown).code });
    }
  }
  return readings;
}
