import type { Compared as ComparedEvaluations } from '../contract/schemas/evaluation.ts';
import { csvCell } from '../csv-cell.ts';
import { pairedDifference } from '../evaluation/paired-difference.ts';
import { compareGroups } from './compared-groups.ts';
import type { ComparedLine } from './compared-lines.ts';
import { differencesOf, settingsOf } from './differences.ts';
import { keptValidation } from './group.ts';
import { testedOn, testedWeights, validatedLine, type TestSet } from './tested-lines.ts';

export interface ComparisonContent {
  readonly lines: readonly ComparedLine[];
  /** The images that they are compared on; null: none was tested. */
  readonly testSet: TestSet | null;
  /** McNemar's tests, and the ids of the runs in their order; null where there are none. */
  readonly tests: { readonly runs: readonly string[]; readonly result: ComparedEvaluations } | null;
}

/** All numbers of a comparison as plain data. Shares are from 0 to 1. */
export function comparisonFacts({ lines, testSet, tests }: ComparisonContent) {
  const { differing, alike } = differencesOf(lines.map(({ runs }) => runs));
  return {
    comparison: { testSet: testSet && { dataset: testSet.dataset, images: testSet.n } },
    lines: lines.map(({ id, name, runs }) => {
      const tested = testSet && testedOn(runs, testSet.key);
      return {
        id,
        name,
        runs: runs.map((run) => ({
          run: run.id,
          seed: run.spec.recipe.seed,
          status: run.status,
          weights: testedWeights(run),
          validation: keptValidation(run),
          validation95: validatedLine([run])?.interval95 ?? null,
        })),
        validation: validatedLine(runs),
        parameters: runs[0]!.parameters,
        bytes: 4 * runs[0]!.parameters,
        test: tested && {
          runs: tested.runs,
          accuracy: tested.accuracy,
          interval95: tested.interval95,
          intervalOf: tested.intervalOf,
          loss: tested.loss,
          seconds: tested.seconds,
          classes: runs[0]!.spec.task.classes.map((label, place) => ({ label, ...tested.classes[place]! })),
        },
      };
    }),
    differences: differing.map(({ part, name, lines: own }) => ({
      part,
      name,
      values: own.map((values) => values.map(({ value }) => value)),
    })),
    alike,
    groups: testSet && compareGroups(lines, testSet.key),
    pairs: (tests?.result.pairs ?? []).map(({ first, second, ...pair }) => ({
      first: tests!.runs[first],
      second: tests!.runs[second],
      ...pair,
      ...pairedDifference(pair),
    })),
  };
}

/** A row for each run, RFC 4180: what it came to, and each setting in which the lines differ. */
export function comparisonCsv(content: ComparisonContent): string {
  const { lines, testSet } = content;
  const { differing } = differencesOf(lines.map(({ runs }) => runs));
  const names = differing.map(({ part, name }) => (part === name ? name : `${part} ${name}`));
  const head = [
    ...['line', 'run', 'name', 'status', 'weights', 'test set', 'test images', 'test accuracy', 'low95', 'high95'],
    ...['validation accuracy', 'validation low95', 'validation high95', 'parameters', 'bytes', 'seconds', ...names],
  ];
  const rows = lines.flatMap((line, place) =>
    line.runs.map((run) => {
      const settings = settingsOf(run);
      const own = testSet && testedOn([run], testSet.key);
      const { kind, epoch, ema } = testedWeights(run);
      const validation = validatedLine([run]);
      const weights = [kind, epoch, ema ? 'ema' : null].filter((word) => word !== null).join(' ');
      return [
        ...[place + 1, run.id, run.spec.name, run.status, weights, own && testSet.dataset, own && testSet.n],
        ...[own?.accuracy ?? null, own?.interval95?.[0] ?? null, own?.interval95?.[1] ?? null],
        ...[validation?.accuracy ?? null, validation?.interval95?.[0] ?? null, validation?.interval95?.[1] ?? null],
        ...[run.parameters, 4 * run.parameters, run.result?.seconds ?? null],
        ...differing.map(({ part, name }) =>
          plain(settings.find((own) => own.part === part && own.name === name)?.value ?? null),
        ),
      ];
    }),
  );
  return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

const plain = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' || value === null ? value : JSON.stringify(value);
