import { AppError } from '../contract/errors.ts';
import type { Transforms } from '../contract/schemas/dataset.ts';
import type { Task } from '../contract/schemas/task.ts';
import { histogram, type Labels } from '../data/labelled-images.ts';
import { shapeText } from '../model/info.ts';
import { classMap } from '../task/join.ts';

/** How images come to a model that was trained on changed ones: what its run made of the same data set. */
export type Change = Pick<Transforms, 'rename' | 'invert' | 'resize'>;

/** A data set, or a part of one, without its images. */
export interface LabelledPlaces {
  readonly task: Task;
  readonly labels: Labels;
}

/** Which images a model is to read, and what they are in its own classes. */
export interface ChosenPlaces {
  readonly places: Uint32Array;
  readonly given: Int32Array;
}

/** Throws `model-other-size` {model, data} unless the data's images, changed so, have the model's size. */
export function requireSize({ inputShape }: Task, data: Task, { resize }: Change): void {
  const [model, changed] = [
    shapeText(inputShape),
    shapeText(resize ? [resize.height, resize.width, 1] : data.inputShape),
  ];
  if (model !== changed) throw new AppError('model-other-size', { model, data: changed });
}

/**
 * Labels counted in the model's classes, met by name. `only`: images of these of the data's classes alone; `among`: of these
 * places alone. Throws `class-unknown` {name} for one of `only` that the data lack, `model-lacks-classes` {names} when there are
 * images of a class that the model does not know: no image is left out in silence.
 */
export function placesForModel(
  model: Task,
  { task, labels }: LabelledPlaces,
  change: Change,
  { only, among }: { readonly only?: readonly string[] | undefined; readonly among?: Uint32Array | null } = {},
): ChosenPlaces {
  const unknown = only?.find((name) => !task.classes.includes(name));
  if (unknown !== undefined) throw new AppError('class-unknown', { name: unknown });
  const wanted = task.classes.map((name) => only?.includes(name) ?? true);
  const map = classMap(task, model, change);
  const candidates = among ?? Uint32Array.from(labels.keys());
  const places = candidates.filter((place) => wanted[labels[place]!]);
  const counts = histogram(
    task,
    Uint16Array.from(places, (place) => labels[place]!),
  );
  const lacking = task.classes.filter((_, c) => counts[c]! > 0 && map[c]! < 0);
  if (lacking.length > 0) throw new AppError('model-lacks-classes', { names: lacking });
  return { places, given: Int32Array.from(places, (place) => map[labels[place]!]!) };
}
