import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { call, type CallContext, type Contract } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/serve.ts';

const contract = {
  calls: {
    double: call(z.object({ n: z.number().int() }), z.number()),
    bytes: call(z.instanceof(Uint8Array), z.instanceof(Uint8Array)),
    wait: call(z.null(), z.null()),
    fail: call(z.enum(['app', 'plain', 'string']), z.null()),
    lie: call(z.null(), z.number()),
    unsendable: call(z.null(), z.unknown()),
  },
  events: { tick: z.object({ at: z.number() }) },
} satisfies Contract;

function open() {
  const [here, there] = createMemoryPair();
  let waiting: CallContext['signal'] | undefined;
  const serving = serve(
    contract,
    {
      double: ({ n }) => 2 * n,
      bytes: (bytes) => bytes.map((b) => 255 - b),
      wait: (_, { signal }) => {
        waiting = signal;
        return new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
      },
      fail: (kind) => {
        if (kind === 'app') throw new AppError('disk-full', { needed: 3, folder: '/x' });
        throw kind === 'plain' ? new TypeError('not a function') : 'a string';
      },
      lie: () => 'no number' as unknown as number,
      unsendable: () => () => 1,
    },
    there,
  );
  return { here, there, serving, client: connect(contract, here), signalOfWait: () => waiting };
}

describe('a connection', () => {
  it('carries input and output, binary too, and keeps concurrent calls apart', async () => {
    const { client } = open();
    expect(await Promise.all([1, 2, 3].map((n) => client.call('double', { n })))).toEqual([2, 4, 6]);
    expect(await client.call('bytes', new Uint8Array([0, 1, 255]))).toEqual(new Uint8Array([255, 254, 0]));
  });

  it('refuses an input at the serving door and says where it is wrong', async () => {
    const { client } = open();
    const refused = client.call('double', { n: 'two' as unknown as number });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input', params: { path: 'n' } });
    await expect(refused).rejects.toBeInstanceOf(AppError);
  });

  it('refuses an output that breaks the contract at the caller', async () => {
    await expect(open().client.call('lie', null)).rejects.toMatchObject({ code: 'internal' });
  });

  it('answers an unknown call with unsupported, also names that every object has', async () => {
    const { client } = open();
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      await expect(client.call(name as 'wait', null)).rejects.toMatchObject({ code: 'unsupported' });
    }
  });

  it('carries errors as data', async () => {
    const { client } = open();
    await expect(client.call('fail', 'app')).rejects.toMatchObject({
      code: 'disk-full',
      params: { needed: 3, folder: '/x' },
    });
    await expect(client.call('fail', 'plain')).rejects.toMatchObject({
      code: 'internal',
      stack: expect.stringContaining('not a function'),
    });
    await expect(client.call('fail', 'string')).rejects.toMatchObject({ code: 'internal', stack: 'a string' });
  });

  it('answers with an error when a value cannot be sent', async () => {
    await expect(open().client.call('unsendable', null)).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses an input that cannot be sent', async () => {
    await expect(open().client.call('double', { n: (() => 1) as unknown as number })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});

describe('cancelling', () => {
  it('rejects the call and aborts the handler', async () => {
    const { client, signalOfWait } = open();
    const source = createCancelSource();
    const call = client.call('wait', null, { signal: source.signal });
    await vi.waitFor(() => expect(signalOfWait()).toBeDefined());
    source.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(signalOfWait()?.aborted).toBe(true));
  });

  it('takes an AbortSignal, and one that has aborted before sends nothing', async () => {
    const { client, signalOfWait } = open();
    await expect(client.call('wait', null, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await client.call('double', { n: 1 });
    expect(signalOfWait()).toBeUndefined();
  });
});

describe('closing', () => {
  it('rejects what is pending, aborts what runs and tells both sides once', async () => {
    const { client, serving, signalOfWait } = open();
    const told = { client: vi.fn(), serving: vi.fn() };
    client.onClose(told.client);
    serving.onClose(told.serving);
    const call = client.call('wait', null);
    await vi.waitFor(() => expect(signalOfWait()).toBeDefined());
    serving.close();
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
    client.close();
    await vi.waitFor(() => expect(told.serving).toHaveBeenCalledTimes(1));
    expect(told.client).toHaveBeenCalledTimes(1);
    expect(signalOfWait()?.aborted).toBe(true);
    await expect(client.call('double', { n: 1 })).rejects.toMatchObject({ code: 'disconnected' });
    expect(() => serving.emit('tick', { at: 1 })).not.toThrow();
  });

  it('calls a listener that comes too late at once', async () => {
    const { client } = open();
    client.close();
    await vi.waitFor(async () =>
      expect(await client.call('double', { n: 1 }).catch((e: AppError) => e.code)).toBe('disconnected'),
    );
    const late = vi.fn();
    client.onClose(late);
    expect(late).toHaveBeenCalledTimes(1);
  });
});

describe('events', () => {
  it('reach every listener in order, until it leaves', async () => {
    const { client, serving } = open();
    const seen: number[] = [];
    const leave = client.on('tick', ({ at }) => void seen.push(at));
    client.on('tick', ({ at }) => void seen.push(at * 10));
    serving.emit('tick', { at: 1 });
    await vi.waitFor(() => expect(seen).toEqual([1, 10]));
    leave();
    serving.emit('tick', { at: 2 });
    await vi.waitFor(() => expect(seen).toEqual([1, 10, 20]));
  });
});

describe('what does not keep the contract', () => {
  /** The calling side of a connection whose other side sends what a test wants. */
  function garbling() {
    const [here, there] = createMemoryPair();
    const told = vi.fn();
    const client = connect(contract, here, { onGarbled: told });
    const ticks = vi.fn();
    client.on('tick', ticks);
    return { client, there, told, ticks };
  }

  it.each([NaN, Infinity, 'soon', undefined])(
    'an event with %s is told with its name, and throws nowhere',
    async (at) => {
      const { there, told, ticks } = garbling();
      there.post({ kind: 'event', name: 'tick', payload: { at } });
      await vi.waitFor(() => expect(told.mock.calls).toMatchObject([['tick', expect.any(z.ZodError)]]));
      expect(ticks).not.toHaveBeenCalled();
    },
  );

  it('ends the hearing: what comes after it is not believed, and told once', async () => {
    const { client, there, told, ticks } = garbling();
    const pending = client.call('wait', null);
    there.post({ kind: 'event', name: 'tick', payload: { at: NaN } });
    there.post({ kind: 'event', name: 'tick', payload: { at: 1 } });
    there.post({ kind: 'event', name: 'tick', payload: { at: NaN } });
    there.close();
    await expect(pending).rejects.toMatchObject({ code: 'disconnected' });
    expect(told).toHaveBeenCalledTimes(1);
    expect(ticks).not.toHaveBeenCalled();
  });

  it('an answer that cannot be read is one all the same: its caller does not wait for ever', async () => {
    const { client, there, told } = garbling();
    const pending = client.call('wait', null);
    there.onMessage(() => there.post({ kind: 'error', id: 1, error: { code: 'no such code', params: {} } }));
    await expect(pending).rejects.toMatchObject({ code: 'internal' });
    expect(told.mock.calls).toMatchObject([['frame', expect.any(z.ZodError)]]);
  });

  it('a number that is not finite does not keep an error from its caller', async () => {
    const [here, there] = createMemoryPair();
    const fail = () => {
      throw new AppError('disk-full', { needed: NaN, folder: '/x' });
    };
    serve({ calls: { fail: contract.calls.wait }, events: {} }, { fail }, there);
    const client = connect({ calls: { fail: contract.calls.wait }, events: {} }, here);
    await expect(client.call('fail', null)).rejects.toMatchObject({
      code: 'disk-full',
      params: { needed: 'NaN', folder: '/x' },
    });
  });
});
