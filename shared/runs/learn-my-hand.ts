import type { DatasetId } from '../contract/schemas/dataset.ts';
import type { HandInfo } from '../contract/schemas/hand.ts';
import type { ModelInfo } from '../contract/schemas/predict.ts';
import type { FineTuneRequest } from '../contract/schemas/run.ts';
import { learnHand } from './fine-tune-defaults.ts';

/**
 * The model that learns a hand: one that has all of its signs and reads images of its size, the starter before others and a newer
 * one before older; or else any of the size, which gets a new head. Ink that stands as written can be centred for a model, but
 * not the other way round. Null: there is none.
 */
export function parentFor(hand: HandInfo, models: readonly ModelInfo[]): ModelInfo | null {
  const { height, width, framing } = hand.frame;
  const fitting = models
    .filter(({ task: { inputShape } }) => inputShape[0] === height && inputShape[1] === width)
    .filter((model) => model.framing === 'centred' || model.framing === framing)
    .sort((a, b) => Number(b.ref === 'starter') - Number(a.ref === 'starter') || b.createdAt - a.createdAt);
  const able = fitting.find(({ task }) => hand.classes.every((name) => task.classes.includes(name)));
  return able ?? fitting[0] ?? null;
}

/** "Learn my hand" as a request: see learnHand. `original`: what the parent was trained on; null: it is not on this machine. */
export function learnMyHand(
  hand: HandInfo,
  parent: ModelInfo,
  original: DatasetId | null,
  name: string,
): FineTuneRequest {
  const { height, width } = hand.frame;
  const task = { inputShape: [height, width, 1] as [number, number, 1], classes: hand.classes };
  const choice = { model: parent.ref, known: parent.task, hand: task, images: hand.parts.train };
  const { from, recipe } = learnHand({ ...choice, original: original === hand.id ? null : original });
  const isAlike = parent.framing === hand.frame.framing;
  const transforms = { resize: { height, width, framing: parent.framing } };
  const data = { datasets: [hand.id], ...(isAlike ? {} : { transforms }) };
  return { version: 2, name, data, recipe, from };
}
