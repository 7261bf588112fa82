import type { Comparison, RunWarning } from '../../../shared/contract/schemas/run-result.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import { compareWithParent, forgetting } from '../../../shared/evaluation/parent-comparison.ts';
import { testResult, type Evaluation } from '../evaluate/evaluate.ts';
import type { LineEvaluation } from '../evaluate/evaluate-lines.ts';
import { loadModel } from '../evaluate/model-cache.ts';
import { originFolder } from './begin.ts';
import { readTest, type TestPart } from './test-part.ts';

/** Test images, and what the run's model read in them. */
export interface TestedPart extends TestPart {
  readonly evaluation: Evaluation | LineEvaluation;
}

export interface BeforeAndAfter {
  readonly comparisons: readonly Comparison[];
  readonly warnings: readonly RunWarning[];
}

/**
 * Has the parent of a fine-tuned model read the same test images. Nothing is compared where the two have other classes. Null
 * if it was interrupted.
 */
export async function beforeAndAfter(
  job: TrainJob,
  tested: readonly TestedPart[],
  interrupted: () => boolean,
): Promise<BeforeAndAfter | null> {
  const parent = await loadModel(originFolder(job));
  try {
    const { task, tests } = parent.card;
    if (String(task.classes) !== String(job.spec.task.classes)) return { comparisons: [], warnings: [] };
    const comparisons: Comparison[] = [];
    for (const one of tested) {
      const before = await readTest(parent.reader, one, task, interrupted);
      if (!before) return null;
      comparisons.push(compared(one, before));
    }
    const testedOn = tests.map(({ dataset }) => dataset);
    return { comparisons, warnings: forgetting(comparisons, testedOn) };
  } finally {
    parent.dispose();
  }
}

/** A tested part beside what the parent read in it. */
function compared(
  { dataset, part, images, set, places, evaluation }: TestedPart,
  before: TestedPart['evaluation'],
): Comparison {
  const reading = (own: Evaluation) => ({ result: testResult(dataset, own), predicted: own.predicted });
  if (!('rightAt' in before) || !('rightAt' in evaluation))
    return compareWithParent({ part, images, labels: set.labels, places }, reading(before), reading(evaluation));
  // Of lines it counts whether they were read right; they are nobody's images, so none of them is named.
  const flags = ({ rightAt }: LineEvaluation): number[] => rightAt.map(Number);
  const lines = { part, labels: before.rightAt.map(() => 1), places: before.rightAt.map((_, i) => i) };
  const [own, parents] = [
    { ...reading(evaluation), predicted: flags(evaluation) },
    { ...reading(before), predicted: flags(before) },
  ];
  return { ...compareWithParent(lines, parents, own), changed: [] };
}
