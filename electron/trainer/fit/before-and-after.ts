import type { Comparison, RunWarning } from '../../../shared/contract/schemas/run-result.ts';
import type { TrainJob } from '../../../shared/contract/trainer.ts';
import { compareWithParent, forgetting } from '../../../shared/evaluation/parent-comparison.ts';
import { allIndices, evaluate, testResult, type Evaluation } from '../evaluate/evaluate.ts';
import { loadModel } from '../evaluate/model-cache.ts';
import { originFolder } from './begin.ts';
import type { TestPart } from './test-part.ts';

/** Test images, and what the run's model read in them. */
export interface TestedPart extends TestPart {
  readonly evaluation: Evaluation;
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
    for (const { dataset, part, images, set, places, evaluation } of tested) {
      const before = await evaluate(parent.reader, set, allIndices(set.count), interrupted);
      if (!before) return null;
      const reading = (own: Evaluation) => ({ result: testResult(dataset, own), predicted: own.predicted });
      comparisons.push(
        compareWithParent({ part, images, labels: set.labels, places }, reading(before), reading(evaluation)),
      );
    }
    const testedOn = tests.map(({ dataset }) => dataset);
    return { comparisons, warnings: forgetting(comparisons, testedOn) };
  } finally {
    parent.dispose();
  }
}
