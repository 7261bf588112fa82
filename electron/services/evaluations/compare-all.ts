import type { Compared, EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { compareAll } from '../../../shared/evaluation/compare-all.ts';
import type { Evaluations } from './evaluations.ts';
import type { OpenedEvaluation } from './opened.ts';
import { requireSameImages } from './same-images.ts';

/** As the call `evaluations.compareAll` says. */
export async function compareEvaluations(
  { opener }: Pick<Evaluations, 'opener'>,
  ids: readonly EvaluationId[],
): Promise<Compared> {
  const opened: OpenedEvaluation[] = [];
  // One after the other: all at once would hold the logits of all in memory twice.
  for (const id of ids) opened.push(await opener.opened(id));
  const [first, ...others] = opened;
  for (const other of others) requireSameImages(first!, other);
  const { labels } = await opener.evaluated(first!);
  return compareAll({
    readings: opened.map(({ readings }, i) => ({ id: ids[i]!, predicted: readings.predicted })),
    labels,
    places: first!.rows,
    classes: first!.answers.classes,
  });
}
