import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewSample } from '../../shared/contract/schemas/hand.ts';
import type { Comparison } from '../../shared/contract/schemas/run-result.ts';
import { FEWEST_TO_TEST } from '../../shared/hands/parting.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { runCommand, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { drawing } from '../fixtures/hand-drawings.ts';
import { startHost } from '../fixtures/host-services.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

interface Result {
  readonly tests: readonly { readonly dataset: string; readonly n: number }[];
  readonly before: readonly { readonly dataset: string; readonly n: number }[];
  readonly paired: readonly Pick<Comparison, 'part'>[];
  readonly unseen: readonly string[];
}

/** Writes these drawings into a hand of ten digits, and has the starter learn it. */
async function learnt(name: string, drawings: readonly NewSample[]) {
  const { services, window } = await startHost(home.folder);
  const host = window();
  const { id } = await host.call('hands.create', { name, classes: [...DIGITS.classes] });
  const { hand } = await host.call('hands.add', { id, sitting: null, source: 'collecting', drawings: [...drawings] });
  await services.stop();
  const quick = ['--freeze', 'features', '--augment', 'none', '--epochs', '1'];
  const outcome: Outcome = await runCommand(home.folder, [
    ...['train', '--from', 'starter', '--data', `hand:${name}`, '--json'],
    ...quick,
  ]);
  expect(outcome.code, outcome.stderr).toBe(0);
  return { id, parts: hand.parts, words: outcome.stderr, result: outcome.lines.at(-1) as unknown as Result };
}

const others = DIGITS.classes.filter((name) => name !== '7');

describe('learning a hand of next to nothing', () => {
  it('with one drawing ends well: nothing of its own to test, what it forgot tested, and what it never saw said', async () => {
    const { parts, result, words } = await learnt('one', [drawing('7', 1)]);
    expect(parts).toMatchObject({ train: 1, test: 0 });
    expect(result.tests).toEqual([]);
    expect(result.paired.map(({ part }, i) => [part, result.before[i]])).toEqual([
      ['original', expect.objectContaining({ dataset: 'mnist', n: 10_000 })],
    ]);
    expect(result.unseen).toEqual(others);
    expect(words).toContain(
      `The model never saw an image of these classes, so it will not read them: ${others.join(', ')}`,
    );
  });

  it('with labels of one class only ends well, and says which classes it never saw', async () => {
    const drawings = Array.from({ length: 4 * FEWEST_TO_TEST }, (_, i) => drawing('7', i));
    const { id, parts, result, words } = await learnt('sevens', drawings);
    expect(parts.test).toBeGreaterThan(0);
    expect(result.tests).toEqual([expect.objectContaining({ dataset: id, n: parts.test })]);
    expect(result.paired.map(({ part }) => part)).toEqual(['own', 'original']);
    expect(result.unseen).toEqual(others);
    expect(words).toContain('The model never saw an image of these classes');
  });
});
