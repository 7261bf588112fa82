/** Tests of one part, counted. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface PartResult extends Count {
  readonly part: string;
  /** How long it took. */
  readonly seconds?: number;
  /** Why something was skipped, or failed without a test of its own; in one line. */
  readonly note?: string;
  /** What failed, a line each: file, name of the test, and the first line of its error. */
  readonly failures?: readonly string[];
  /** The test files, and how long each took. */
  readonly files?: readonly { readonly name: string; readonly seconds: number }[];
}

/** As many of the slowest files are named. */
const SLOWEST = 8;

/** The part of vitest's JSON report that is read. */
interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
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
  const brokenFiles = report.testResults.filter(isBroken).length;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + report.numTodoTests;
  const unexplained = failed === 0 && exitCode !== 0;
  const failures = report.testResults.flatMap(failuresOf);
  const files = report.testResults.map((file) => ({
    name: file.name,
    seconds: (file.endTime - file.startTime) / 1000,
  }));
  const counted = {
    part,
    passed: report.numPassedTests,
    failed: failed + (unexplained ? 1 : 0),
    skipped,
    failures,
    files,
  };
  return unexplained ? { ...counted, note: `vitest ended with code ${exitCode} though no test failed` } : counted;
}

/** A file that failed though no test in it did: it could not be loaded, or its process ended in the middle. */
const isBroken = (file: VitestFile): boolean =>
  file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');

/** A line for each failure of a file. */
function failuresOf(file: VitestFile): string[] {
  if (isBroken(file)) return [`${file.name}: ${firstLine(file.message) || 'did not come to its end'}`];
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  return failed.map((test) => `${file.name} > ${test.fullName}: ${firstLine(test.failureMessages[0] ?? '')}`);
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!;

/** In CI nothing may be left out: a skip, or a part with no tests at all, is a failure of the whole. */
export function strictFailures(results: readonly PartResult[]): string[] {
  return results.flatMap((result) => {
    if (result.skipped > 0) return [`${result.part}: ${result.skipped} skipped, which CI does not accept`];
    return result.passed + result.failed === 0 ? [`${result.part}: no tests`] : [];
  });
}

/**
 * The summary: what failed, a line for each part with its note, and last the totals in the form `N passed, N failed,
 * N skipped`. What failed stands here once more since a long log is often kept by its end alone.
 */
export function summarize(results: readonly PartResult[]): string {
  const width = Math.max(...results.map((result) => result.part.length));
  const lines = results.map((result) => {
    const time = result.seconds === undefined ? '' : ` in ${result.seconds.toFixed(0)} s`;
    const note = result.note ? ` (${result.note})` : '';
    return `  ${result.part.padEnd(width)}  ${countText(result)}${time}${note}`;
  });
  const total = (key: keyof Count) => results.reduce((sum, result) => sum + result[key], 0);
  const totals = { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
  const failures = results.flatMap((result) => (result.failures ?? []).map((failure) => `  ${failure}`));
  const failed = failures.length > 0 ? ['', 'Failed:', ...failures] : [];
  return [...failed, '', ...lines, ...slowest(results), '', countText(totals)].join('\n');
}

/** Where the time goes, for who wants the suite quicker. */
function slowest(results: readonly PartResult[]): string[] {
  const files = results.flatMap((result) => result.files ?? []).sort((a, b) => b.seconds - a.seconds);
  const named = files.slice(0, SLOWEST).map(({ name, seconds }) => `  ${seconds.toFixed(0).padStart(4)} s  ${name}`);
  return named.length > 0 ? ['', 'The slowest files:', ...named] : [];
}

const countText = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
