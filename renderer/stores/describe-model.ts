import { toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { type ModelInfo } from '../../shared/model/shapes.ts';

/** A model's description on a task, or why it cannot be built. */
export function describeSafely(model: ModelSpec, task: Task): { info: ModelInfo | null; fault: ErrorData | null } {
  try {
    return { info: describeModelFor(task, model), fault: null };
  } catch (thrown) {
    return { info: null, fault: toErrorData(thrown) };
  }
}

export const fitsTask = (model: ModelSpec, task: Task): boolean => describeSafely(model, task).fault === null;

export const sameModel = (a: ModelSpec, b: ModelSpec): boolean => JSON.stringify(a) === JSON.stringify(b);
