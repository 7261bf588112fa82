import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { MessageChannel as NodeMessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { electronPortTransport, webPortTransport, type ElectronPort } from '../../shared/rpc/port.ts';
import { processTransport } from '../../shared/rpc/process.ts';
import { socketTransport } from '../../shared/rpc/socket.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { sampleContract, serveSample } from '../fixtures/sample-service.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** Each opens a channel with the sample contract served at its other end. */
const TRANSPORTS: Record<string, () => Promise<Transport> | Transport> = {
  'in-memory pair': () => {
    const [near, far] = createMemoryPair();
    serveSample(far);
    return near;
  },
  'web MessagePort': () => {
    const { port1, port2 } = new MessageChannel();
    serveSample(webPortTransport(port2));
    return webPortTransport(port1);
  },
  // Node's port with Electron's interface: the message is in an event's `data`. The e2e-electron tests use the real
  // one.
  'Electron MessagePort': () => {
    const { port1, port2 } = new NodeMessageChannel();
    const electronLike = (port: typeof port1): ElectronPort => ({
      postMessage: (message) => port.postMessage(message),
      on: (event: string, listener: (event: { data: unknown }) => void) =>
        port.on(event, (data: unknown) => listener({ data })),
      start: () => port.start(),
      close: () => port.close(),
    });
    serveSample(electronPortTransport(electronLike(port2)));
    return electronPortTransport(electronLike(port1));
  },
  WebSocket: async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    endings.push(() => server.close());
    server.on('connection', (socket) => serveSample(socketTransport(socket)));
    await once(server, 'listening');
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
    endings.push(() => socket.terminate());
    await once(socket, 'open');
    return socketTransport(socket);
  },
  'child process': () => {
    const child = fork(path.join(repositoryRoot, 'test', 'fixtures', 'sample-child.ts'), [], {
      serialization: 'advanced',
      execArgv: [],
    });
    endings.push(() => child.kill('SIGKILL'));
    return processTransport(child);
  },
  'child process, in pieces': () => {
    const child = fork(path.join(repositoryRoot, 'test', 'fixtures', 'sample-child.ts'), [], {
      serialization: 'advanced',
      execArgv: [],
    });
    endings.push(() => child.kill('SIGKILL'));
    return processTransport(child, { inPieces: true });
  },
};

describe.each(Object.entries(TRANSPORTS))('over %s', (_name, open) => {
  it('values arrive as they were sent: binary, null, left-out fields', async () => {
    const client = connect(sampleContract, await open());
    const bytes = new Uint8Array(100_000).map((_, i) => i);
    const input = { bytes: bytes.subarray(5), note: undefined, list: [1, null, -0.5, 1e300] };
    const output = await client.call('echo', input);
    expect(output).toEqual({
      bytes: bytes.map((b) => 255 - b).subarray(5),
      hadNote: false,
      list: [1, null, -0.5, 1e300],
    });
    expect(input.bytes.length).toBe(99_995);
  });

  it('errors arrive as data', async () => {
    const client = connect(sampleContract, await open());
    await expect(client.call('fail', null)).rejects.toMatchObject({
      code: 'disk-full',
      params: { needed: 3, folder: '/x' },
    });
  });

  it('events arrive in order and before the answer that follows them', async () => {
    const client = connect(sampleContract, await open());
    const seen: number[] = [];
    client.on('tick', (n) => void seen.push(n));
    await client.call('count', 100);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it('cancelling reaches the handler', async () => {
    const client = connect(sampleContract, await open());
    expect(await client.call('cancelled', null)).toBe(0);
    const source = createCancelSource();
    const waiting = client.call('wait', null, { signal: source.signal });
    source.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(async () => expect(await client.call('cancelled', null)).toBe(1));
  });

  it('the other side hangs up: pending calls are told, once, and later ones too', async () => {
    const client = connect(sampleContract, await open());
    const told = vi.fn();
    client.onClose(told);
    const waiting = client.call('wait', null);
    const last = client.call('hangUp', null);
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
    await last.catch(() => undefined);
    await expect(client.call('cancelled', null)).rejects.toMatchObject({ code: 'disconnected' });
    client.close();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('this side hangs up: the same', async () => {
    const client = connect(sampleContract, await open());
    await client.call('cancelled', null);
    const waiting = client.call('wait', null);
    client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
  });
});

it('a child that is killed is a connection that closes', async () => {
  const child = fork(path.join(repositoryRoot, 'test', 'fixtures', 'sample-child.ts'), [], {
    serialization: 'advanced',
    execArgv: [],
  });
  const client = connect(sampleContract, processTransport(child));
  await client.call('cancelled', null);
  const waiting = client.call('wait', null);
  child.kill('SIGKILL');
  await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
});
