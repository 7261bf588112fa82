import type { DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { isHere } from '../../stores/draft-data.ts';

/** Whether a data set is on this machine, or can be drawn here, and a model of this task reads its images and knows its classes. */
export const isFor =
  ({ inputShape, classes }: Task) =>
  (data: DatasetInfo): boolean =>
    isHere(data) &&
    String(data.task.inputShape) === String(inputShape) &&
    data.task.classes.every((name) => classes.includes(name));
