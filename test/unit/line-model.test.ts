import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { modelSpecSchema, type LayerInput, type ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { faultOf } from '../../shared/model/faults.ts';
import { atWidth, lineSteps } from '../../shared/model/line-model.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { describeModel } from '../../shared/model/shapes.ts';

const CLASSES = ['0', '1', '.'];
const end: LayerInput = { type: 'Dense', units: CLASSES.length + 1, activation: 'softmax' };
const spec = (...layers: LayerInput[]): ModelSpec =>
  modelSpecSchema.parse({ version: 1, name: 'Lines', inputShape: [8, 20, 1], layers });
/** Two pixels a step, and a window of three that loses a step at each side. */
const folded = spec(
  { type: 'MaxPooling2D' },
  { type: 'Conv2D', filters: 5, kernelSize: [4, 3] },
  { type: 'Reshape', targetShape: [8, 5] },
  { type: 'GRU', units: 3, bidirectional: true, returnSequences: true },
  end,
);
const fault = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof AppError ? faultOf(error) : String(error);
  }
};

describe('a model of lines', () => {
  it('is of any width: its steps follow', () => {
    const wide = atWidth(folded, 100);
    expect(wide.inputShape).toEqual([8, 100, 1]);
    expect(describeModel(wide).outputShape).toEqual([48, 4]);
    expect(describeModel(wide).parameters).toBe(describeModel(folded).parameters);
    expect(atWidth(folded, 20)).toEqual(folded);
  });

  it('knows where its steps lie: the middle of the first is behind what the window lost', () => {
    expect(lineSteps(folded)).toEqual({ pixels: 2, offset: 3 });
    expect(lineSteps(spec({ type: 'Reshape', targetShape: [20, 8] }, end))).toEqual({ pixels: 1, offset: 0.5 });
  });

  it('fits a task of lines, not one of signs, and the other way round', () => {
    const lines: Task = { inputShape: [8, 20, 1], classes: CLASSES, reads: 'line' };
    const signs: Task = { inputShape: [8, 20, 1], classes: [...CLASSES, 'x'] };
    expect(describeModelFor(lines, folded).outputShape).toEqual([8, 4]);
    expect(fault(() => describeModelFor(signs, folded))).toBe('output-not-classes');
    const flat = spec({ type: 'Flatten' }, { ...end, units: 3 });
    expect(fault(() => describeModelFor(lines, flat))).toBe('output-not-classes');
  });

  it('is none if its weights belong to one width, or if it gives one answer', () => {
    const placed = spec({ type: 'PatchEmbedding', patchSize: [4, 4], units: 8 }, { type: 'PositionEmbedding' }, end);
    expect(fault(() => lineSteps(placed))).toBe('width-bound');
    expect(fault(() => lineSteps(spec({ type: 'Flatten' }, end)))).toBe('width-bound');
  });
});
