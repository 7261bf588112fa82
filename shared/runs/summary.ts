import type { Run } from '../contract/schemas/run.ts';
import type { RunSummary } from '../contract/schemas/run-summary.ts';
import { without } from '../without.ts';

/** What the table of runs keeps of a record. Pure. */
export function summaryOf(run: Run): RunSummary {
  const { spec, result } = run;
  const { datasets, limit, states } = spec.data;
  return {
    ...without(run, 'version'),
    spec: {
      ...without(spec, 'version', 'framing'),
      task: { inputShape: spec.task.inputShape },
      model: { name: spec.model.name },
      recipe: without(spec.recipe, 'version', 'augmentation', 'strokeAugmentation'),
      data: { datasets, ...(limit !== undefined && { limit }), ...(states !== undefined && { states }) },
    },
    result: result && {
      ...without(result, 'comparisons', 'warnings'),
      tests: result.tests.map((test) => without(test, 'confusion')),
    },
  };
}
