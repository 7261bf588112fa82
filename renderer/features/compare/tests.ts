import type { TestResult } from '../../../shared/contract/schemas/run.ts';
import type { ComparedLine } from '../../../shared/runs/compared-lines.ts';
import { testedOn, testedWeights, type TestedLine } from '../../../shared/runs/tested-lines.ts';
import { t } from '../../i18n/index.ts';

/** Each line on one test set; null where it was not tested on it. */
export const testedLines = (lines: readonly ComparedLine[], key: string | null): (TestedLine | null)[] =>
  lines.map(({ runs }) => (key === null ? null : testedOn(runs, key)));

/** The test of a line that was tested on other images alone. */
export const otherTest = ({ runs }: ComparedLine): TestResult | null =>
  runs.flatMap(({ result }) => result?.tests[0] ?? [])[0] ?? null;

/** Which weights were tested. */
export function weightsWords({ runs }: ComparedLine): string {
  const all = runs.map((run) => {
    const { kind, epoch, ema } = testedWeights(run);
    const words = ema ? (`${kind}Ema` as const) : kind;
    return t(`compare.test.weights.${words}`, { epoch: epoch ?? 0 });
  });
  return new Set(all).size === 1 ? all[0]! : t('compare.test.weights.mixed');
}
