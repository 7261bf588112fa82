import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { isMet } from '../../bench/lib/goals.ts';
import { allTargets } from '../../bench/fuzz/targets/index.ts';
import type { Target } from '../../bench/fuzz/target.ts';
import { failureOf, tally } from '../../bench/fuzz/tried.ts';
import { inputOf, tryInput } from '../../bench/fuzz/try-input.ts';
import { fuzzResult } from '../../bench/parts/fuzz.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

// The short round: the long one is `npm run bench -- fuzz`, which also judges time and memory.
const [SEED, INPUTS] = [20, 40];
const targets = await allTargets();
const inputsOf = ({ share = 1 }: Target): number => Math.ceil(share * INPUTS);

let scratch: ReturnType<typeof temporaryFolder>;
beforeAll(() => void (scratch = temporaryFolder()));
afterAll(() => scratch.remove());

describe.each(targets.map((target) => [target.name, target] as const))('%s', (name, target) => {
  it(`of ${inputsOf(target)} changed inputs gives a value or an error in words`, { timeout: 120_000 }, async () => {
    for (let number = 0; number < inputsOf(target); number++) {
      const { fault } = await tryInput(target, inputOf(target, SEED, number), scratch.folder);
      expect(fault, `npm run bench -- fuzz --seed ${SEED} --again '${name}:${number}'`).toBeNull();
    }
  });

  it('reads every whole input that its others are made of', async () => {
    expect(target.valid.length).toBeGreaterThan(0);
    for (const [i, input] of target.valid.entries()) {
      const { code, fault } = await tryInput(target, input, scratch.folder);
      expect([code, fault], `${name}, input ${i}`).toEqual([null, null]);
    }
  });

  it('makes the same input of the same seed and number, and others of others', () => {
    const inputs = Array.from({ length: 20 }, (_, number) =>
      Buffer.from(inputOf(target, 4, number)).toString('latin1'),
    );
    const again = inputs.map((_, number) => Buffer.from(inputOf(target, 4, number)).toString('latin1'));
    expect(again).toEqual(inputs);
    expect(new Set(inputs).size).toBeGreaterThan(10);
  });
});

describe('an input', () => {
  const reading = (read: Target['read']): Target => ({ name: 'x', valid: [], input: () => new Uint8Array(), read });
  const outcome = (read: Target['read']) => tryInput(reading(read), new Uint8Array(), scratch.folder);

  it('that is refused in words is no failure; what else is thrown is one, and so is too much of anything', async () => {
    const refused = await outcome(() => Promise.reject(new AppError('data-damaged', { file: 'x' })));
    expect(refused).toMatchObject({ code: 'data-damaged', fault: null });
    const internal = await outcome(() => Promise.reject(new AppError('internal')));
    const thrown = await outcome(() => Promise.reject(new TypeError('x is not a function')));
    expect([internal, thrown].map((each) => failureOf(each))).toEqual([
      expect.any(String),
      expect.stringContaining('not a function'),
    ]);
    const read = { ...refused, code: null };
    expect(
      [read, { ...read, seconds: 3 }, { ...read, grown: 6e8 }, { ...read, grown: null }].map((each) => failureOf(each)),
    ).toEqual([null, expect.any(String), expect.any(String), null]);
  });

  it('that fails is told so that it can be tried again, and keeps the goal from being met', () => {
    const counts = tally('PNG');
    counts.add(0, { seconds: 0.1, grown: 5e6, code: null, fault: null });
    counts.add(1, { seconds: 0.2, grown: null, code: 'image-damaged', fault: null });
    expect(fuzzResult([counts.tried()], 7).goals.map(isMet)).toEqual([true, true, true]);
    counts.fail(2, 'ended the process');
    const { tables, goals } = fuzzResult([counts.tried()], 7);
    expect(goals.map(isMet)).toEqual([false, true, true]);
    expect(tables[0]!.rows).toEqual([['PNG', '3', '1', '1', '1', '0.20 s', '5 MB']]);
    expect(tables[0]!.notes!.join()).toContain("--seed 7 --again 'PNG:2'");
  });
});
