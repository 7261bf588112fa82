import { AppError } from '../contract/errors.ts';
import type { Transforms } from '../contract/schemas/dataset.ts';
import type { Framing, InputShape, Task } from '../contract/schemas/task.ts';
import { shapeText } from '../model/info.ts';

/** No task has more classes. */
export const MOST_CLASSES = 1000;

/**
 * The task of several data sets together, after their transforms: the union of their classes by name, in order of
 * appearance. Throws `data-sizes-differ` {first, other}, `class-unknown` {name} for one that none of them has,
 * `classes-too-few` {count} and `classes-too-many` {count, most}.
 */
export function joinTasks(tasks: readonly Task[], transforms: Transforms = {}): Task {
  const renamed = [...new Set(tasks.flatMap(({ classes }) => classes.map((name) => nameOf(name, transforms))))];
  const unknown = transforms.only?.find((name) => !renamed.includes(name));
  if (unknown !== undefined) throw new AppError('class-unknown', { name: unknown });
  const classes = transforms.only ?? renamed;
  if (classes.length < 2) throw new AppError('classes-too-few', { count: classes.length });
  if (classes.length > MOST_CLASSES) {
    throw new AppError('classes-too-many', { count: classes.length, most: MOST_CLASSES });
  }
  return { inputShape: shapeOf(tasks, transforms), classes: [...classes] };
}

/**
 * How the images of several data sets are framed together, after their transforms: as the transforms frame them anew, or else as
 * all of them are. Scaling whole images changes no framing. Throws `data-framings-differ`. `framings`: at least one.
 */
export function joinFraming(framings: readonly Framing[], { resize }: Transforms = {}): Framing {
  if (resize?.framing !== undefined) return resize.framing;
  const [first, ...others] = framings;
  if (others.some((other) => other !== first)) throw new AppError('data-framings-differ');
  return first!;
}

/** For each class of a data set its place in a run's task, which may have more classes than the data; -1 for one that is left out. */
export function classMap(own: Task, task: Task, transforms: Transforms = {}): Int16Array {
  const wanted = task.classes.map((name, place) => [name, place] as const);
  const places = new Map(wanted.filter(([name]) => transforms.only?.includes(name) ?? true));
  return Int16Array.from(own.classes, (name) => places.get(nameOf(name, transforms)) ?? -1);
}

const nameOf = (name: string, { rename }: Transforms): string =>
  rename && Object.hasOwn(rename, name) ? rename[name]! : name;

function shapeOf(tasks: readonly Task[], { resize }: Transforms): InputShape {
  if (resize) return [resize.height, resize.width, 1];
  const [first, ...others] = tasks.map(({ inputShape }) => inputShape);
  const other = others.find((shape) => shapeText(shape) !== shapeText(first!));
  if (other) throw new AppError('data-sizes-differ', { first: shapeText(first!), other: shapeText(other) });
  return first!;
}
