import { AppError } from '../../../shared/contract/errors.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { histogram, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { shapeText } from '../../../shared/model/info.ts';
import { transformImages } from '../../../shared/task/transform.ts';

/**
 * A data set as a model reads it: its labels are places among the model's classes, matched by name. Throws
 * `model-other-size` {model, data} when the images have another size, `model-lacks-classes` {names} when there are
 * images of a class that the model does not know: no image is left out in silence. With `only`, the images of these
 * classes are read and the others do not count.
 */
export function forModel(set: LabelledImages, task: Task, only: readonly string[] = set.task.classes): LabelledImages {
  const [model, data] = [shapeText(task.inputShape), shapeText(set.task.inputShape)];
  if (model !== data) throw new AppError('model-other-size', { model, data });
  const counts = histogram(set.task, set.labels);
  const lacking = set.task.classes.filter(
    (name, i) => counts[i]! > 0 && only.includes(name) && !task.classes.includes(name),
  );
  if (lacking.length > 0) throw new AppError('model-lacks-classes', { names: lacking.join(', ') });
  const wanted = set.task.classes.map((name) => only.includes(name));
  const leaveOut = [...set.labels.keys()].filter((i) => !wanted[set.labels[i]!]);
  return transformImages([{ set, leaveOut }], task);
}
