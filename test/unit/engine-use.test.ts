import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { EngineUse, type Measurement } from '../../electron/services/engine/engine-use.ts';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/define.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';

const KINDS = ['probe', 'rate-test', 'suspects'] as const satisfies readonly Measurement[];

/** A measurement that goes on until it is told how it ends. */
function measure(use: EngineUse, kind: Measurement) {
  const asked = createCancelSource();
  let seen: CancelSignal | null = null;
  let resolve: () => void = () => undefined;
  let reject: (error: AppError) => void = () => undefined;
  const promise = use.measure(kind, asked.signal, (signal) => {
    seen = signal;
    return new Promise<void>((...settle) => ([resolve, reject] = settle));
  });
  const outcome = promise.then(
    () => 'done',
    (thrown: unknown) => toErrorData(thrown),
  );
  return {
    kind,
    outcome,
    cancel: asked.abort,
    finish: () => resolve(),
    fail: () => reject(new AppError('disk-full')),
    /** Null: it was not let in. */
    get aborted() {
      return seen && seen.aborted;
    },
  };
}

const holder = (use: EngineUse): string | null => {
  try {
    use.mustBeFree();
    return null;
  } catch (thrown) {
    const { code, params } = toErrorData(thrown);
    return [code, ...Object.values(params)].join(' ');
  }
};

it('lets who has seen a run end measure at once: it waits until that run lets go', async () => {
  const use = new EngineUse();
  let over = false;
  const end = use.beginRun(
    () => 'First',
    () => over,
  );
  over = true;
  const waits = measure(use, 'suspects');
  expect(waits.aborted).toBeNull();
  end();
  await vi.waitFor(() => expect(waits.aborted).toBe(false));
  waits.finish();
  expect(await waits.outcome).toBe('done');

  // The next run may have begun meanwhile.
  const endOther = use.beginRun(
    () => 'Second',
    () => true,
  );
  const late = measure(use, 'suspects');
  endOther();
  const endThird = use.beginRun(() => 'Third');
  expect(await late.outcome).toMatchObject({ code: 'busy-with-run', params: { run: 'Third' } });
  endThird();
});

it('names who has the engine, and a run by the name that it has by now', async () => {
  const use = new EngineUse();
  let name = 'First';
  const end = use.beginRun(() => name);
  expect(holder(use)).toBe('busy-with-run First');
  name = 'Renamed';
  expect(await measure(use, 'probe').outcome).toMatchObject({ code: 'busy-with-run', params: { run: 'Renamed' } });
  end();
  for (const kind of KINDS) {
    const going = measure(use, kind);
    expect(holder(use)).toBe(`busy-with-${kind}`);
    expect(await measure(use, 'probe').outcome).toMatchObject({ code: `busy-with-${kind}` });
    going.finish();
    expect(await going.outcome).toBe('done');
  }
  expect(holder(use)).toBeNull();
});

it('a run that begins ends what it need not wait for', async () => {
  for (const kind of KINDS) {
    const use = new EngineUse();
    const going = measure(use, kind);
    const end = use.beginRun(() => 'A run');
    expect([kind, going.aborted]).toEqual([kind, kind !== 'probe']);
    going.fail();
    await going.outcome;
    expect(holder(use)).toBe('busy-with-run A run');
    end();
    expect(holder(use)).toBeNull();
  }
});

it('of a second run at the same time there is no talk: a queue lets one in after the other', () => {
  const use = new EngineUse();
  const end = use.beginRun(() => 'One');
  expect(() => use.beginRun(() => 'Two')).toThrow('two runs');
  end();
  expect(() => use.beginRun(() => 'Two')).not.toThrow();
});

it('is closed to all while the program is replaced, if it is free then, and tells when it is open again', async () => {
  const use = new EngineUse();
  let opened = 0;
  use.onOpened(() => opened++);
  const end = use.beginRun(() => 'A run');
  expect(() => use.close()).toThrow('busy-with-run');
  end();
  const going = measure(use, 'probe');
  expect(() => use.close()).toThrow('busy-with-probe');
  going.finish();
  await going.outcome;
  expect(use.isClosed).toBe(false);
  const open = use.close();
  expect(use.isClosed).toBe(true);
  expect(holder(use)).toBe('busy-with-update');
  expect(() => use.close()).toThrow('busy-with-update');
  expect(() => use.beginRun(() => 'A run')).toThrow('closed');
  expect(await measure(use, 'rate-test').outcome).toMatchObject({ code: 'busy-with-update' });
  open();
  expect([use.isClosed, opened, holder(use)]).toEqual([false, 1, null]);
});

it('in whatever order things come, one has the engine at a time, and at the end nobody', async () => {
  const steps = fc.array(fc.constantFrom(...KINDS, 'run', 'end', 'cancel', 'finish', 'fail'), { maxLength: 40 });
  const play = fc.asyncProperty(steps, async (played) => {
    const use = new EngineUse();
    let endRun: (() => void) | null = null;
    let going: ReturnType<typeof measure> | null = null;
    for (const step of played) {
      if (step === 'run') endRun ??= use.beginRun(() => 'A run');
      else if (step === 'end') {
        endRun?.();
        endRun = null;
      } else if (step === 'cancel') {
        going?.cancel();
        expect(going?.aborted ?? true).toBe(true);
      } else if (step === 'finish' || step === 'fail') {
        going?.[step]();
        await going?.outcome;
        going = null;
      } else {
        const next = measure(use, step);
        const refused = endRun ? 'busy-with-run' : going && `busy-with-${going.kind}`;
        expect(next.aborted === null).toBe(refused !== null);
        if (refused) expect(await next.outcome).toMatchObject({ code: refused });
        else going = next;
      }
      expect(holder(use)).toBe(endRun ? 'busy-with-run A run' : going && `busy-with-${going.kind}`);
      if (endRun && going) expect(going.aborted).toBe(going.kind !== 'probe' || going.aborted);
    }
    going?.finish();
    await going?.outcome;
    endRun?.();
    expect(holder(use)).toBeNull();
  });
  await fc.assert(play, { numRuns: 100 });
});
