import { describe, expect, it } from 'vitest';
import { countVitest, strictFailures, summarize } from '../../../scripts/lib/test-report.ts';
import { PROJECTS, select } from '../../../scripts/lib/test-parts.ts';

const report = (fields: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...fields,
  });

describe('countVitest', () => {
  it('counts what the report says', () => {
    expect(countVitest('unit', report({ numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }), 1)).toEqual({
      part: 'unit',
      passed: 3,
      failed: 1,
      skipped: 3,
      failures: [],
      files: [],
    });
  });

  it('counts a file that cannot be loaded as a failure', () => {
    const testResults = [
      { name: 'torn.test.ts', status: 'failed', message: '\nNo such module\n  at x', assertionResults: [] },
      {
        name: 'sum.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'failed', fullName: 'sums of two', failureMessages: ['Error: 3 is not 2\n  at y'] },
          { status: 'passed', fullName: 'sums of none', failureMessages: [] },
        ],
      },
      {
        name: 'fine.test.ts',
        status: 'passed',
        message: '',
        assertionResults: [{ status: 'passed', fullName: 'all', failureMessages: [] }],
      },
    ];
    expect(countVitest('unit', report({ numFailedTests: 1, testResults }), 1)).toMatchObject({
      failed: 2,
      failures: ['torn.test.ts: No such module', 'sum.test.ts > sums of two: Error: 3 is not 2'],
    });
  });

  it('counts an end without report, and an error outside of tests, as a failure', () => {
    expect(countVitest('unit', null, 134)).toMatchObject({
      passed: 0,
      failed: 1,
      note: expect.stringContaining('134'),
    });
    expect(countVitest('unit', report({}), 1)).toMatchObject({ passed: 3, failed: 1 });
  });
});

describe('summarize', () => {
  it('ends with the totals, and nothing after them', () => {
    const text = summarize([
      { part: 'lint', passed: 1, failed: 0, skipped: 0 },
      { part: 'e2e-web', passed: 0, failed: 0, skipped: 1, note: 'no Chromium' },
    ]);
    expect(text.split('\n').at(-1)).toBe('1 passed, 0 failed, 1 skipped');
    expect(text).toContain('no Chromium');
  });

  it('tells how long each part took, and which files took longest', () => {
    const files = [1, 30, 2].map((seconds) => ({ name: `${seconds}.test.ts`, seconds }));
    const text = summarize([{ part: 'unit', passed: 3, failed: 0, skipped: 0, seconds: 33.4, files }]);
    expect(text).toContain('unit  3 passed, 0 failed, 0 skipped in 33 s');
    expect(text).toMatch(/slowest files:\n +30 s {2}30\.test\.ts\n +2 s {2}2\.test\.ts/);
  });
});

describe('what failed', () => {
  it('stands in the summary by name, before the counts', () => {
    const failures = ['sum.test.ts > sums of two: Error: 3 is not 2'];
    const text = summarize([{ part: 'unit', passed: 1, failed: 1, skipped: 0, failures }]);
    expect(text).toMatch(/^\nFailed:\n {2}sum\.test\.ts > sums of two: Error: 3 is not 2\n\n {2}unit/);
    expect(summarize([{ part: 'unit', passed: 1, failed: 0, skipped: 0, failures: [] }])).not.toContain('Failed');
  });
});

describe('strictFailures', () => {
  it('accepts neither a skip nor a part without tests', () => {
    const results = [
      { part: 'unit', passed: 5, failed: 0, skipped: 0 },
      { part: 'e2e-web', passed: 0, failed: 0, skipped: 1 },
      { part: 'contract', passed: 0, failed: 0, skipped: 0 },
    ];
    expect(strictFailures(results)).toEqual([expect.stringContaining('e2e-web'), expect.stringContaining('contract')]);
  });
});

describe('select', () => {
  const refuse = (text: string) => expect.unreachable(text);

  it('takes everything by default', () => {
    expect(select([], refuse)).toEqual({ types: true, lint: true, advisories: true, projects: PROJECTS, rest: [] });
  });

  it('takes what --only names, in the usual order, and hands the rest on', () => {
    expect(select(['--only', 'trainer,unit', 'ink', '--only=lint'], refuse)).toEqual({
      types: false,
      lint: true,
      advisories: false,
      projects: ['unit', 'trainer'],
      rest: ['ink'],
    });
  });

  it('refuses unknown names', () => {
    const told: string[] = [];
    expect(select(['--only', 'uint'], (text) => told.push(text))).toBeNull();
    expect(told[0]).toContain('"uint"');
  });
});
