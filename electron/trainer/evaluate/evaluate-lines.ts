import type { Task } from '../../../shared/contract/schemas/task.ts';
import { countedEdits, signEdits, type SignEdit } from '../../../shared/evaluation/sign-edits.ts';
import { elements } from '../../../shared/model/info.ts';
import { greedy } from '../../../shared/reading/beam-search.ts';
import { ctcLoss } from '../../../shared/reading/ctc.ts';
import { emissionsOf } from '../../../shared/reading/emissions.ts';
import { nextTurn } from '../fit/next-turn.ts';
import type { LineSet } from '../step/step-set.ts';
import type { Evaluation } from './evaluate.ts';
import type { Reader } from './reader.ts';

/** Lines read at once: the process answers in between. */
const TOGETHER = 16;

/** What a model makes of lines, beside the share that it read right from the first sign to the last. */
export interface LineEvaluation extends Evaluation {
  /** Signs to insert, delete or change, as a share of all signs. */
  readonly characterErrorRate: number;
  /** Those signs: see signEdits. */
  readonly edits: SignEdit[];
  /** Whether each line was read right. */
  readonly rightAt: readonly boolean[];
}

/**
 * Reads lines as training counts them: the most probable sign of each step, no grammar. Other work of the process is served between some
 * and the next. Returns null when `interrupted` is true there.
 */
export async function evaluateLines(
  reader: Reader,
  { count, images, strings, longest }: LineSet,
  { inputShape, classes }: Task,
  interrupted: () => boolean = () => false,
): Promise<LineEvaluation | null> {
  const size = elements(inputShape);
  const rightAt: boolean[] = [];
  const edits: ReturnType<typeof signEdits> = [];
  let [loss, signs] = [0, 0];
  for (let start = 0; start < count; start += TOGETHER) {
    await nextTurn();
    if (interrupted()) return null;
    const end = Math.min(count, start + TOGETHER);
    const values = await reader.read(images.subarray(start * size, end * size));
    for (let line = start; line < end; line++) {
      const own = strings.subarray(line * longest, (line + 1) * longest);
      const truth = [...own].filter((sign) => sign >= 0);
      const from = (line - start) * reader.width;
      const logits = values.subarray(from, from + reader.width);
      const finite = logits.every(Number.isFinite);
      // A model that overflows reads nothing.
      const emissions = finite ? emissionsOf(logits, classes.length) : null;
      const read = emissions ? greedy(emissions) : [];
      const wrong = signEdits(read, truth);
      rightAt.push(wrong.length === 0);
      edits.push(...wrong);
      signs += truth.length;
      loss += emissions ? ctcLoss(emissions, truth).loss : Infinity;
    }
  }
  const right = rightAt.filter(Boolean).length;
  return {
    accuracy: count === 0 ? 0 : right / count,
    right,
    loss: count === 0 ? 0 : Number.isFinite(loss / count) ? loss / count : null,
    n: count,
    confusion: [],
    predicted: new Int32Array(),
    characterErrorRate: signs === 0 ? 0 : edits.length / signs,
    edits: countedEdits(edits),
    rightAt,
  };
}
