import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostCalls } from '../../shared/contract/calls.ts';
import { ERROR_CODES } from '../../shared/contract/errors.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { contract, quietHandlers, someSpec } from '../fixtures/scripted-host.ts';

const faults: unknown[] = [];
const note = (thrown: unknown) => void faults.push(thrown);
beforeEach(() => {
  faults.length = 0;
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

interface RawAnswer {
  kind: string;
  id?: number;
  value?: unknown;
  error?: { code: string; params: Record<string, unknown> };
}

interface Raw {
  readonly near: Transport;
  /** All that came back so far. */
  readonly answers: RawAnswer[];
  /** Resolves with the answer to a call. */
  answerTo(id: number): Promise<RawAnswer>;
}

/** A served contract, and a way to send anything at all to it. */
function openRaw(changes: Partial<ReturnType<typeof quietHandlers>> = {}): Raw {
  const [near, far] = createMemoryPair();
  serve(contract, { ...quietHandlers(), ...changes }, far);
  const answers: RawAnswer[] = [];
  const waiting = new Set<() => void>();
  near.onMessage((message) => {
    answers.push(message as RawAnswer);
    for (const look of waiting) look();
  });
  const answerTo = (id: number) =>
    new Promise<RawAnswer>((resolve) => {
      const look = () => {
        const answer = answers.find((one) => one.id === id);
        if (!answer) return;
        waiting.delete(look);
        resolve(answer);
      };
      waiting.add(look);
      look();
    });
  return { near, answers, answerTo };
}

/** The server still does its work, after everything that was sent before. */
async function expectAlive({ near, answerTo }: Raw): Promise<void> {
  near.post({ kind: 'call', id: 999_999, name: 'app.info', input: null });
  expect(await answerTo(999_999)).toMatchObject({ kind: 'result', value: { host: 'web' } });
  expect(faults).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const cloneable = fc.anything({ withObjectString: true, withNullPrototype: true, withBigInt: true });
const names = fc.constantFrom(...(Object.keys(hostCalls) as (keyof typeof hostCalls)[]));

describe('a hostile caller', () => {
  it('sends anything at all: it is dropped or refused, and the next call is served', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cloneable, { maxLength: 20 }), async (messages) => {
        const raw = openRaw();
        for (const message of messages) raw.near.post(message);
        await expectAlive(raw);
      }),
      { numRuns: 100 },
    );
  });

  it('calls with any input: every call is answered, a refusal with a known code', async () => {
    await fc.assert(
      fc.asyncProperty(names, cloneable, async (name, input) => {
        const raw = openRaw();
        raw.near.post({ kind: 'call', id: 1, name, input });
        const answer = await raw.answerTo(1);
        await expectAlive(raw);
        expect(answer.kind).toMatch(/^(result|error)$/);
        if (answer.error) expect(ERROR_CODES).toContain(answer.error.code);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, unknown]>([
    ['an id that is no number', { kind: 'call', id: '1', name: 'app.info' }],
    ['an id that is NaN', { kind: 'call', id: NaN, name: 'app.info' }],
    ['a name that is an object', { kind: 'call', id: 1, name: { toString: 'x' } }],
    ['a name of a megabyte', { kind: 'call', id: 1, name: 'x'.repeat(1e6) }],
    ['a cancel for nothing', { kind: 'cancel', id: 77 }],
    ['an answer to the server', { kind: 'result', id: 1, value: 1 }],
    ['an event to the server', { kind: 'event', name: 'run.removed', payload: { id: 'run-1' } }],
    ['another kind', { kind: 'constructor', id: 1 }],
  ])('sends %s: dropped', async (_what, message) => {
    const raw = openRaw();
    raw.near.post(message);
    await expectAlive(raw);
    expect(raw.answers).toHaveLength(1);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'then', ''])(
    'calls "%s": unsupported',
    async (name) => {
      const raw = openRaw();
      raw.near.post({ kind: 'call', id: 1, name, input: null });
      await expectAlive(raw);
      expect(await raw.answerTo(1)).toMatchObject({ kind: 'error', error: { code: 'unsupported' } });
    },
  );

  it.each(['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'])(
    'sends %s: no object changes by it',
    async (json) => {
      const raw = openRaw();
      raw.near.post({ kind: 'call', id: 1, name: 'settings.update', input: JSON.parse(json) as unknown });
      raw.near.post(JSON.parse(`{"kind":"call","id":2,"name":"settings.get","__proto__":{"polluted":1}}`));
      await raw.answerTo(1);
      await expectAlive(raw);
      expect('polluted' in {}).toBe(false);
      expect((await raw.answerTo(2)).value).not.toHaveProperty('polluted');
    },
  );

  it.each<[string, string, unknown]>([
    ['a path for a run', 'runs.get', { id: '../../etc' }],
    ['a path for a data set', 'datasets.remove', { id: '/etc/passwd' }],
    ['a path for a model', 'models.predict', { model: '../starter', images: new Uint8Array(784) }],
    ['no image at all', 'models.predict', { model: 'starter', images: new Uint8Array(0) }],
    ['an array in place of bytes', 'models.predict', { model: 'starter', images: Array(784).fill(0) }],
    ['too many images', 'models.predict', { model: 'starter', images: new Uint8Array(2 ** 22 + 1) }],
    ['a folder as a setting', 'settings.update', { brush: 5, mnistFolder: '/etc' }],
    ['an endless training', 'runs.start', { ...someSpec(), recipe: { ...someSpec().recipe, epochs: Infinity } }],
    ['a name of ten megabytes', 'runs.rename', { id: 'run-1', name: 'x'.repeat(1e7) }],
    ['more data sets than there are', 'runs.start', { ...someSpec(), data: { datasets: Array(1000).fill('mnist') } }],
  ])('asks with %s: invalid input', async (_what, name, input) => {
    const raw = openRaw();
    raw.near.post({ kind: 'call', id: 1, name, input });
    expect(await raw.answerTo(1)).toMatchObject({ kind: 'error', error: { code: 'invalid-input' } });
  });

  it.each([
    [{ earlyStopping: {} }, 'early-stopping-unvalidated'],
    [{ schedule: { kind: 'plateau' } }, 'plateau-unvalidated'],
    [{ earlyStopping: {}, schedule: { kind: 'plateau' } }, 'early-stopping-unvalidated'],
  ])('asks for a recipe that needs validation, without any: told in words (%j)', async (choice, code) => {
    const recipe = { ...someSpec().recipe, validation: { kind: 'none' } };
    const calls: [string, (recipe: object) => unknown][] = [
      ['runs.start', (asked) => ({ ...someSpec(), recipe: asked })],
      ['runs.startGroup', (asked) => ({ spec: { ...someSpec(), recipe: asked }, group: { kind: 'seeds', count: 2 } })],
      ['runs.plan', (asked) => ({ data: someSpec().data, recipe: asked })],
      ['presets.save', (asked) => ({ version: 1, name: 'blind', model: someSpec().model, recipe: asked })],
    ];
    for (const [name, input] of calls) {
      const raw = openRaw();
      raw.near.post({ kind: 'call', id: 1, name, input: input({ ...recipe, ...choice }) });
      expect(await raw.answerTo(1), name).toMatchObject({ kind: 'error', error: { code, params: {} } });
      raw.near.post({ kind: 'call', id: 2, name, input: input(recipe) });
      const allowed = await raw.answerTo(2);
      expect(allowed.error?.code, name).not.toBe('invalid-input');
      await expectAlive(raw);
    }
  });

  it.each([60, 500])('asks for a model with %i blocks inside each other: refused in words', async (depth) => {
    let layers: unknown[] = [{ type: 'Flatten' }];
    for (let i = 0; i < depth; i++) layers = [{ type: 'Residual', layers }];
    const raw = openRaw();
    const input = { ...someSpec(), model: { ...someSpec().model, layers } };
    raw.near.post({ kind: 'call', id: 1, name: 'runs.start', input });
    expect(await raw.answerTo(1)).toMatchObject({ kind: 'error', error: { code: 'invalid-input' } });
    await expectAlive(raw);
  });

  it('sends more bytes at once than are held for one connection: busy, and then served again', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const raw = openRaw({ 'files.upload': () => gate.then(() => ({ handle: 'handle-1', name: 'a' })) });
    // Five messages with the same 127 MiB, of which four are within the bound.
    const bytes = new Uint8Array(127 * 2 ** 20);
    const upload = (id: number) =>
      raw.near.post({ kind: 'call', id, name: 'files.upload', input: { name: 'a', bytes } });
    for (let id = 1; id <= 5; id++) upload(id);
    expect(await raw.answerTo(5)).toMatchObject({ error: { code: 'busy' } });
    release();
    for (let id = 1; id <= 4; id++) expect(await raw.answerTo(id)).toMatchObject({ kind: 'result' });
    upload(6);
    expect(await raw.answerTo(6)).toMatchObject({ kind: 'result' });
  });

  it('asks too much at once: busy, and then served again', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const raw = openRaw({ 'runs.list': () => gate.then(() => []) });
    for (let id = 1; id <= 1000; id++) raw.near.post({ kind: 'call', id, name: 'runs.list', input: null });
    // The last one is refused at once; those that were taken wait.
    await raw.answerTo(1000);
    expect(raw.answers.length).toBeGreaterThan(500);
    expect(raw.answers.every(({ error }) => error?.code === 'busy')).toBe(true);
    release();
    for (let id = 1; id <= 1000; id++) await raw.answerTo(id);
    expect(raw.answers).toHaveLength(1000);
    await expectAlive(raw);
  });
});
