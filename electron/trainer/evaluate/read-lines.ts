import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LineAnswers, LineImages } from '../../../shared/contract/schemas/line-images.ts';
import { lineSteps, readingWidth } from '../../../shared/model/line-model.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { nextTurn } from '../fit/next-turn.ts';
import type { LoadedModel } from './model-cache.ts';
import { cooled } from './predict.ts';

/** Lines that are read at once: the process answers in between. */
const TOGETHER = 16;

/**
 * Reads lines, whatever their widths. Other work of the process is served between some and the next; ends early when `signal` aborts.
 * Throws `model-reads-signs` {name}, `line-size` {height, given}, `model-not-finite`, `cancelled`, and `model-invalid` where the model is
 * bound to one width.
 */
export async function readLines(
  { model, card, lines: readers }: Pick<LoadedModel, 'model' | 'card' | 'lines'>,
  { height, widths, ink }: LineImages,
  signal?: CancelSignal,
): Promise<LineAnswers> {
  if (readers === null) throw new AppError('model-reads-signs', { name: card.name });
  const own = model.spec.inputShape[0];
  if (height !== own) throw new AppError('line-size', { height: own, given: height });
  const steps = lineSteps(model.spec);
  const starts = startsOf(widths, height);
  const logits = new Array<LineAnswers['logits'][number]>(widths.length);
  let milliseconds = 0;
  for (const { width, lines } of byWidth(widths)) {
    for (let start = 0; start < lines.length; start += TOGETHER) {
      await nextTurn();
      refuseIfAborted(signal);
      const some = lines.slice(start, start + TOGETHER);
      const reader = readers.at(width, some.length);
      const images = new Uint8Array(some.length * height * width);
      some.forEach((line, i) => {
        for (let y = 0; y < height; y++) {
          const from = starts[line]! + y * widths[line]!;
          images.set(ink.subarray(from, from + widths[line]!), (i * height + y) * width);
        }
      });
      const began = performance.now();
      const values = await reader.read(images);
      milliseconds += performance.now() - began;
      if (!values.every(Number.isFinite)) throw new AppError('model-not-finite');
      some.forEach((line, i) => {
        logits[line] = Float32Array.from(
          cooled(values.subarray(i * reader.width, (i + 1) * reader.width), card.temperature),
        );
      });
    }
  }
  return { classes: card.task.classes, logits, steps, milliseconds };
}

function startsOf(widths: readonly number[], height: number): number[] {
  let at = 0;
  return widths.map((width) => (at += width * height) - width * height);
}

/** Lines that are read in the same width. */
function byWidth(widths: readonly number[]): { readonly width: number; readonly lines: number[] }[] {
  const groups = new Map<number, number[]>();
  widths.forEach((own, line) => {
    const width = readingWidth(own);
    groups.set(width, [...(groups.get(width) ?? []), line]);
  });
  return [...groups].map(([width, lines]) => ({ width, lines }));
}
