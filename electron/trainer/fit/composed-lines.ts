import type { Task } from '../../../shared/contract/schemas/task.ts';
import { stream } from '../../../shared/random/random.ts';
import type { ComposesLines } from '../data/line-composers.ts';
import { layLine, lineSet, roomForLines, type LineMemory } from '../data/line-set.ts';
import type { LineSet } from '../step/step-set.ts';
import { DrawnAnew } from './drawn-anew.ts';
import type { Redrawn } from './redrawn-images.ts';

/** Lines to train on, others in each epoch: `count` of them, blank until the first epoch is drawn. */
export function composedLines(
  composer: ComposesLines,
  { count, task, seed }: { readonly count: number; readonly task: Task; readonly seed: number },
): Redrawn<LineSet> {
  const [shown, free] = [roomForLines(count, task), roomForLines(count, task)];
  const set: LineSet & { images: Uint8Array; strings: Int16Array } = { ...lineSet(count, shown) };
  const drawing = new DrawnAnew<LineMemory>(
    {
      count,
      random: (epoch) => stream(seed, 'lines', epoch),
      make: (n, random, into) => layLine(composer, random, n, into),
      show: (made) => void Object.assign(set, made),
    },
    { shown, free },
  );
  return { set, drawing };
}
