/** Tests of one part, counted. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface PartResult extends Count {
  readonly part: string;
  /** Why something was skipped, or failed without a test of its own; in one line. */
  readonly note?: string;
}

/** The part of vitest's JSON report that is read. */
interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts a vitest run. What fails without a test of its own counts as one failure: a file that cannot be loaded, an
 * unhandled error, a run that ended before its report (`json` null).
 */
export function countVitest(part: string, json: string | null, exitCode: number): PartResult {
  if (json === null)
    return { part, passed: 0, failed: 1, skipped: 0, note: `vitest ended with code ${exitCode} and left no report` };
  const report = JSON.parse(json) as VitestReport;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + report.numTodoTests;
  const unexplained = failed === 0 && exitCode !== 0;
  const counted = { part, passed: report.numPassedTests, failed: failed + (unexplained ? 1 : 0), skipped };
  return unexplained ? { ...counted, note: `vitest ended with code ${exitCode} though no test failed` } : counted;
}

/** In CI nothing may be left out: a skip, or a part with no tests at all, is a failure of the whole. */
export function strictFailures(results: readonly PartResult[]): string[] {
  return results.flatMap((result) => {
    if (result.skipped > 0) return [`${result.part}: ${result.skipped} skipped, which CI does not accept`];
    return result.passed + result.failed === 0 ? [`${result.part}: no tests`] : [];
  });
}

/** The summary: a line for each part, the notes, and last the totals in the form `N passed, N failed, N skipped`. */
export function summarize(results: readonly PartResult[]): string {
  const width = Math.max(...results.map((result) => result.part.length));
  const lines = results.map((result) => {
    const note = result.note ? ` (${result.note})` : '';
    return `  ${result.part.padEnd(width)}  ${countText(result)}${note}`;
  });
  const total = (key: keyof Count) => results.reduce((sum, result) => sum + result[key], 0);
  const totals = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
  return ['', ...lines, '', countText(totals)].join('\n');
}

const countText = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
