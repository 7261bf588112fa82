import type { StoredModel } from '../../electron/trainer/formats/model-folder.ts';
import type { TrainingState } from '../../electron/trainer/step/training-state.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';

/**
 * Begins with the weights of a line reader that knows some of the task's classes: of the last layer each class has those that it had there,
 * and one that is new its own first ones. Throws Error where anything else differs.
 */
export function startFrom(state: TrainingState, { card, weights }: StoredModel, { classes }: Task): void {
  const known = card.task.classes;
  // The blank comes last in both.
  const columnsThere = [...classes.map((name) => known.indexOf(name)), known.length];
  const byName = new Map(weights.map((tensor) => [tensor.name, tensor]));
  const { average, model } = state;
  for (const variable of model.variables) {
    const tensor = byName.get(variable.name);
    if (!tensor) throw new Error(`${variable.name} is missing`);
    const outputs = variable.shape.at(-1)!;
    const isLast = tensor.shape.at(-1) === known.length + 1 && outputs === classes.length + 1;
    if (!isLast && String(tensor.shape) !== String(variable.shape))
      throw new Error(`${variable.name} has another shape`);
    const values = isLast ? columns(variable.values(), tensor.values, columnsThere) : tensor.values;
    variable.write(values);
    average?.shadowOf(variable)?.write(values);
  }
}

/** `own` with those columns that are known taken from `other`. */
function columns(own: Float32Array, other: Float32Array, there: readonly number[]): Float32Array {
  const width = Math.max(...there) + 1;
  return own.map((value, i) => {
    const column = there[i % there.length]!;
    return column < 0 ? value : other[Math.floor(i / there.length) * width + column]!;
  });
}
