import { AppError } from '../../../shared/contract/errors.ts';
import type { DataChoice, DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import type { FineTune } from '../../../shared/contract/schemas/fine-tune.ts';
import type { ModelCard, ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { FineTuneRequest, Run, RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { fineTuneModel } from '../../../shared/model/fine-tune-model.ts';
import { shapeText } from '../../../shared/model/info.ts';
import { without } from '../../../shared/without.ts';
import { findCard } from '../models/model-card.ts';
import { runFiles } from './run-folder.ts';

/** The model that a run goes on from. */
export interface ParentModel {
  /** Null for a folder that is not the studio's own. */
  readonly ref: ModelRef | null;
  readonly folder: string;
  readonly card: ModelCard;
}

/** A request whose parent is known by other means. */
export type FineTuneWish = Omit<FineTuneRequest, 'from'> & { readonly from: Omit<FineTune, 'model'> };

type Reads = Pick<RunSpec, 'task' | 'framing'>;
/** A choice of data, with the states of its hands, and what it comes to by itself. */
type Data = Reads & Pick<RunSpec, 'data'>;

/**
 * What a fine-tune is asked for, as a run's spec; `data` is what its data read by themselves. With the parent's head its task
 * is the parent's. How the signs of composed lines stand in their images is the data's own affair. Throws `model-other-size` {model, data}, `model-other-framing`, `model-lacks-classes` {names}, `layer-unknown` and `head-fixed`.
 */
export function fineTuneSpec(wish: FineTuneWish, { ref, card }: ParentModel, data: Data): RunSpec {
  const { from, ...asked } = wish;
  const rest = without(asked, 'notBefore');
  const { freeze, head, rates } = from;
  const [model, images] = [shapeText(card.task.inputShape), shapeText(data.task.inputShape)];
  if (model !== images) throw new AppError('model-other-size', { model, data: images });
  const ofLines = card.task.reads === 'line';
  if (head === 'keep' && !ofLines && card.framing !== data.framing) throw new AppError('model-other-framing');
  const lacking = data.task.classes.filter((name) => !card.task.classes.includes(name));
  if (head === 'keep' && lacking.length > 0) throw new AppError('model-lacks-classes', { names: lacking });
  const task = head === 'keep' ? card.task : data.task;
  const framing = head === 'keep' && !ofLines ? card.framing : data.framing;
  return {
    ...rest,
    data: data.data,
    task,
    framing,
    model: fineTuneModel(card.spec, { freeze, rates, classes: head === 'new' ? task.classes.length : null }),
    from: { ...from, model: ref, name: card.name, weightsSha256: card.weightsSha256 },
    group: undefined,
  };
}

/** The spec. Throws `replay-other-framing` {data} for data sets to replay whose ink is framed otherwise than in the images that it learns. */
export function requireFraming<S extends Pick<RunSpec, 'framing'>>(
  spec: S,
  replayed: readonly Pick<DatasetInfo, 'framing' | 'name'>[],
): S {
  const unlike = replayed.filter((each) => each.framing !== spec.framing);
  if (unlike.length > 0) throw new AppError('replay-other-framing', { data: unlike.map(({ name }) => name) });
  return spec;
}

export interface OriginDependencies {
  /** Makes the data sets' files ready for the trainer; `states`: of hands, where a run keeps to one. */
  readonly prepare: (
    datasets: readonly string[],
    wish: { readonly cancelled: boolean },
    states?: DataChoice['states'],
  ) => Promise<DataFiles[]>;
  /** The same of those that are on this machine and whole; the others are left out. */
  readonly prepareReady: (datasets: readonly string[]) => Promise<DataFiles[]>;
  readonly folderOf: (id: string) => string;
}

/**
 * What the trainer needs of a run that goes on from a model, beside its own data: what is replayed, and what tells whether it
 * forgets, of the model's own size and framing. Null for a run that does not. Throws what `prepare` throws of what is replayed.
 */
export async function originOf(
  { id, spec: { from, task, framing, data } }: Run,
  { prepare, prepareReady, folderOf }: OriginDependencies,
  wish: { readonly cancelled: boolean },
): Promise<{ replay: DataFiles[]; originals: DataFiles[] } | null> {
  if (!from) return null;
  const card = await findCard(runFiles(folderOf(id)).from);
  const replay = await prepare(from.replay?.datasets ?? [], wish, data.states);
  const tested = card?.tests.map(({ dataset }) => dataset) ?? [];
  const others = tested.filter((dataset) => !replay.some((files) => files.id === dataset));
  const ready = await prepareReady([...new Set(others)]);
  // Lines are composed of images of any size.
  const fits = (files: DataFiles): boolean =>
    files.framing === framing &&
    (task.reads === 'line' || shapeText(files.task.inputShape) === shapeText(task.inputShape));
  return { replay, originals: [...replay, ...ready].filter(fits) };
}
