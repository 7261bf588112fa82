import type { ModelSpec } from '../contract/schemas/model.ts';
import type { Task } from '../contract/schemas/task.ts';
import { modelInvalid } from './faults.ts';
import { shapeText, type ModelInfo } from './info.ts';
import { lineSteps } from './line-model.ts';
import { classesOf, describeImageClassifier, readsLines } from './shapes.ts';

/**
 * As `describeImageClassifier`, and the model must be of this task: `input-not-task` {shape, expected, target} and
 * `output-not-classes` {shape, classes} otherwise, which `fitModel` mends. What a run may hold.
 */
export function describeModelFor({ inputShape, classes, reads }: Task, spec: ModelSpec): ModelInfo {
  const info = describeImageClassifier(spec);
  const [shape, expected] = [shapeText(spec.inputShape), shapeText(inputShape)];
  if (shape !== expected) {
    const target = inputShape.join(', ');
    throw modelInvalid(info.layers[0]!.name, 1, 'input-not-task', { shape, expected, target });
  }
  if (classesOf(info) !== classes.length || readsLines(info) !== (reads === 'line')) {
    const facts = { shape: shapeText(info.outputShape), classes: classes.length };
    throw modelInvalid(info.layers.at(-1)!.name, spec.layers.length, 'output-not-classes', facts);
  }
  if (reads === 'line') lineSteps(spec);
  return info;
}
