import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError, ErrorCode } from '../../shared/contract/errors.ts';
import type { Warning, WarningCode } from '../../shared/contract/schemas/import.ts';
import { errors as english } from '../../shared/words/errors-en.ts';
import { errors as chinese } from '../../shared/words/errors-zh.ts';
import { CASES } from '../fixtures/cases.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';

/** Small data sets of the world. */
const cases = readdirSync(CASES).filter((name) => name.startsWith('idx-'));

interface Expected {
  readonly input?: string;
  readonly truth?: { readonly counts: [number, number] | null; readonly accuracy: number | null };
}

/** The expected answers beside counts and accuracy, which are in the case itself. */
const ANSWERS: Readonly<
  Record<string, { refused?: ErrorCode; warned?: WarningCode; classes?: number; skipped?: number }>
> = {
  'idx-01-little-endian': { warned: 'header-reversed' },
  'idx-03c-1-based-without-10': { warned: 'labels-shifted' },
  'idx-04-letters-26': { classes: 26 },
  'idx-05c-emnist-all-splits': { refused: 'several-data-sets' },
  'idx-08-count-too-large': { refused: 'idx-wrong-size' },
  'idx-10b-gzip-trailing-garbage': { warned: 'gzip-trailing' },
  'idx-12b-one-archive': { refused: 'labels-missing' },
  'idx-13-zero-items': { refused: 'data-empty' },
  'idx-14-one-class': { warned: 'one-class' },
  'idx-17-html-as-gz': { refused: 'file-is-page' },
  'idx-21-three-images': { warned: 'no-test-images' },
  'idx-22a-two-label-files': { refused: 'several-data-sets' },
  'idx-22b-two-pairs': { warned: 'several-sets', skipped: 2 },
  'idx-25-values-0-1': { warned: 'values-low' },
  'idx-29-count-mismatch': { refused: 'idx-count-mismatch' },
  'idx-31-gzip-wrong-crc': { refused: 'gzip-torn' },
  'idx-32-empty-folder': { refused: 'data-not-understood' },
};

let home: { folder: string; remove(): void };
let host: TestHost;
beforeAll(async () => {
  home = temporaryFolder();
  host = await startHost(home.folder);
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

/** The folder or file that a case is about; git keeps no empty folder, so that one is made. */
function inputOf(name: string, { input }: Expected): string {
  const given = path.join(CASES, name, input ?? '');
  if (input !== undefined && existsSync(given)) return given;
  const only = readdirSync(path.join(CASES, name)).find((entry) => entry !== 'expected.json');
  if (only !== undefined) return path.join(CASES, name, only);
  const empty = path.join(home.folder, 'empty');
  mkdirSync(empty, { recursive: true });
  return empty;
}

describe('the cases', () => {
  it('are there', () => expect(cases.length).toBeGreaterThan(20));

  it.each(cases)('%s', async (name) => {
    const expected = JSON.parse(readFileSync(path.join(CASES, name, 'expected.json'), 'utf8')) as Expected;
    const { refused, warned, classes, skipped } = ANSWERS[name] ?? {};
    const { datasets, evaluations } = host.services;
    const result = await datasets.imports
      .importPath(inputOf(name, expected), { takeFirst: true })
      .catch((error: unknown) => error);
    if (refused !== undefined) {
      expect(result).toMatchObject({ code: refused });
      return expectWords(result as AppError);
    }
    if (result instanceof Error) throw result;
    const { info, warnings, skipped: told } = result as Awaited<ReturnType<typeof datasets.imports.importPath>>;
    expect(codesOf(warnings)).toEqual(expect.arrayContaining(warned === undefined ? [] : [warned]));
    if (warned === undefined) expect(warnings).toEqual([]);
    if (classes !== undefined) expect(info.task.classes).toHaveLength(classes);
    expect(told).toHaveLength(skipped ?? 0);
    const { counts = null, accuracy = null } = expected.truth ?? {};
    if (counts) expect([info.trainCount, info.testCount]).toEqual(counts);
    if (accuracy !== null) {
      const asker = { ticket: 'a-test-of-cases', signal: new AbortController().signal };
      const request = { dataset: info.id, part: 'test' as const };
      const started = await evaluations.start({ ref: 'starter' }, request, asker);
      const { scores } = await evaluations.get(started.info.id, true);
      expect(scores.accuracy).toBeGreaterThanOrEqual(accuracy);
    }
  });
});

const codesOf = (warnings: readonly Warning[]): WarningCode[] => warnings.map(({ code }) => code);

/** Every placeholder of an error's words is filled by what it carries. */
function expectWords(error: AppError): void {
  for (const words of [english[error.code], chinese[error.code]]) {
    for (const [, name] of Object.values(words)
      .join(' ')
      .matchAll(/\{(\w+)\}/g))
      expect(error.params).toHaveProperty(name!);
  }
}
