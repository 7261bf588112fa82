import { MOST_LOGITS, type EvaluatedAnswers } from '../../../shared/contract/schemas/evaluated-answers.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { bytesOfFloats, placesToBytes } from '../../../shared/data/number-bytes.ts';
import type { Evaluations } from './evaluations.ts';

/** What the model answered to the images that count; of many, those at even distances. Throws as `evaluations.get`. */
export async function evaluatedAnswers(
  { opener }: Pick<Evaluations, 'opener'>,
  id: EvaluationId,
): Promise<EvaluatedAnswers> {
  const {
    answers: { classes, logits },
    labels,
  } = await opener.evaluated(await opener.opened(id));
  const counted = [...labels.keys()].filter((image) => labels[image]! >= 0);
  const every = Math.max(1, Math.ceil((counted.length * classes) / MOST_LOGITS));
  const told = counted.filter((_, i) => i % every === 0);
  const some = new Float32Array(told.length * classes);
  told.forEach((image, i) => some.set(logits.subarray(image * classes, (image + 1) * classes), i * classes));
  return {
    ...{ count: told.length, of: counted.length, classes },
    logits: bytesOfFloats(some),
    labels: placesToBytes(told.map((image) => labels[image]!)),
  };
}
