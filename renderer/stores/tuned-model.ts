import { AppError, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import type { Freeze, Rates, Taken } from '../../shared/contract/schemas/fine-tune.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { ModelCard, ModelRef } from '../../shared/contract/schemas/predict.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { fineTuneModel, headOf, takenOf } from '../../shared/model/fine-tune-model.ts';
import { shapeText } from '../../shared/model/info.ts';
import { describeModel } from '../../shared/model/shapes.ts';
import type { DraftFields } from './draft-fields.ts';

/** What the Train screen's draft goes on from, and how; its numbers are fields of the draft. Never changed in place. */
export interface Tuning {
  readonly model: ModelRef;
  readonly freeze: 'none' | 'features' | 'layers';
  /** The layers that were chosen to be frozen, kept while another choice is on. */
  readonly layers: readonly string[];
  /** Null: a new one only where the data call for it. */
  readonly head: 'keep' | 'new' | null;
  /** Data sets to replay; null: what the model was tested on, where it is here. */
  readonly replay: readonly DatasetId[] | null;
  /** Rates of layers by name, as an earlier run had them; those of the groups are fields. */
  readonly rates: Rates;
  /** The recipe's form as it was for new weights, for the way back. */
  readonly scratch: DraftFields;
}

/** What a fine-tune comes to on some data. */
export interface TunedModel {
  readonly freeze: Freeze;
  readonly head: 'keep' | 'new';
  /** Classes of the data that the model does not have; with any, its head cannot be kept. */
  readonly lacking: readonly string[];
  /** What the run will read: the model's classes, or with a new head the data's. */
  readonly task: Task;
  readonly model: ModelSpec;
  /** Null where the model cannot be built. */
  readonly taken: Taken | null;
  readonly fault: ErrorData | null;
}

/** A trained model as a fine-tune on data of this task has it, or why it cannot. */
export function tuneModel(card: ModelCard, { freeze: kind, layers, head: wish }: Tuning, data: Task): TunedModel {
  const lacking = data.classes.filter((name) => !card.task.classes.includes(name));
  const head = wish === 'new' || lacking.length > 0 ? 'new' : 'keep';
  const freeze = kind === 'layers' ? (layers.length > 0 ? [...layers] : 'none') : kind;
  const task = head === 'keep' ? card.task : { ...card.task, classes: data.classes };
  const told = { freeze, head, lacking, task } as const;
  try {
    const model = fineTuneModel(card.spec, { freeze, classes: head === 'new' ? data.classes.length : null });
    return { ...told, model, taken: takenOf(card.spec, model, head === 'new'), fault: sizeFault(card.task, data) };
  } catch (thrown) {
    return { ...told, model: card.spec, taken: null, fault: toErrorData(thrown) };
  }
}

function sizeFault(model: Task, data: Task): ErrorData | null {
  const [own, other] = [shapeText(model.inputShape), shapeText(data.inputShape)];
  return own === other ? null : toErrorData(new AppError('model-other-size', { model: own, data: other }));
}

/** The names of a model's layers that have weights, in order; the last one is its head. */
export function weightyLayers(spec: ModelSpec): readonly string[] {
  const { layers } = describeModel(spec);
  return layers.slice(0, headOf(layers) + 1).flatMap(({ name, weights }) => (weights.length > 0 ? [name] : []));
}
