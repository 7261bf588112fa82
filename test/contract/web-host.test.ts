import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startWebHost, type WebHost } from '../../electron/hosts/web-host.ts';
import { call, type Contract } from '../../shared/contract/define.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { MAXIMAL_MESSAGE, socketTransport } from '../../shared/rpc/socket.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const contract = {
  calls: {
    echo: call(z.object({ bytes: z.instanceof(Uint8Array), note: z.string().optional() }), z.instanceof(Uint8Array)),
  },
  events: { tick: z.number() },
} satisfies Contract;

let host: WebHost;
let folder: ReturnType<typeof temporaryFolder>;
let connections: number;

beforeEach(async () => {
  folder = temporaryFolder();
  const renderer = path.join(folder.folder, 'renderer');
  mkdirSync(path.join(renderer, 'assets'), { recursive: true });
  writeFileSync(path.join(renderer, 'index.html'), '<!doctype html>the page');
  writeFileSync(path.join(renderer, '.secret'), 'secret');
  writeFileSync(path.join(folder.folder, 'secret.txt'), 'secret');
  connections = 0;
  host = await startWebHost({ services: { connect: serveEcho }, rendererFolder: renderer, port: 0 });
});
afterEach(async () => {
  await host.close();
  folder.remove();
});

function serveEcho(transport: Transport): void {
  connections++;
  serve(contract, { echo: ({ bytes }) => bytes }, transport);
}

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A request whose path and headers are sent as they are given, which `fetch` would not do. */
function get(address: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: host.port, path: address, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}

const tokenPath = () => new URL(host.url).pathname + new URL(host.url).search;

/** The page's key, from where the browser that came with the token was sent. */
let key: string;

async function signIn(): Promise<string> {
  const { headers } = await get(tokenPath());
  key = headers.location!.slice('/#key='.length);
  return headers['set-cookie']![0]!.split(';')[0]!;
}

const protocols = (own: string) => ['inkstone', `inkstone.key.${own}`];

/** Opens a WebSocket; resolves with it, or with the status that refused it. */
function openSocket(
  headers: Record<string, string>,
  { address = '/rpc', offered = protocols(key) } = {},
): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${address}`, offered, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

const ownOrigin = () => `http://127.0.0.1:${host.port}`;

async function openOwnSocket(): Promise<WebSocket> {
  const socket = await openSocket({ Origin: ownOrigin(), Cookie: await signIn() });
  if (typeof socket === 'number') throw new Error(`refused: ${socket}`);
  return socket;
}

describe('who gets in', () => {
  it('nobody without the token', async () => {
    for (const address of [
      '/',
      '/index.html',
      '/?token=',
      '/?token=wrong',
      '/?token=%00',
      '/?token=' + 'x'.repeat(5000),
    ]) {
      expect(await get(address)).toMatchObject({ status: 401 });
    }
    expect((await get('/')).body).not.toContain('the page');
  });

  it('the first who brings it, who then has a cookie that no script reads and no other site sends', async () => {
    const first = await get(tokenPath());
    expect(first).toMatchObject({ status: 303, headers: { 'cache-control': 'no-store' } });
    expect(first.headers.location).toMatch(/^\/#key=[\w-]{43}$/);
    expect(first.headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = first.headers['set-cookie']![0]!.split(';')[0]!;
    expect(await get('/', { Cookie: cookie })).toMatchObject({ status: 200, body: '<!doctype html>the page' });
    expect(await get('/', { Cookie: `other=1; ${cookie}` })).toMatchObject({ status: 200 });
  });

  it('nobody else with the token afterwards', async () => {
    const cookie = await signIn();
    const second = await get(tokenPath());
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    // A browser with a session may open the printed address again; a cookie without the token gets no key.
    const again = await get(tokenPath(), { Cookie: cookie });
    expect(again).toMatchObject({ status: 303, headers: { location: `/#key=${key}` } });
    expect(await get('/?token=wrong', { Cookie: cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  it('nobody with a cookie of his own making', async () => {
    const [name, value] = (await signIn()).split('=') as [string, string];
    for (const forged of [
      `${name}=`,
      `${name}=${value.slice(1)}`,
      `${name}=${'A'.repeat(value.length)}`,
      `x${name}=${value}`,
    ]) {
      expect(await get('/', { Cookie: forged })).toMatchObject({ status: 401 });
    }
  });

  it('nobody under another name (DNS rebinding)', async () => {
    const Cookie = await signIn();
    for (const Host of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port + 1}`,
      `[::1]:${host.port}`,
    ]) {
      expect(await get('/', { Host, Cookie })).toMatchObject({ status: 403, body: '' });
    }
    expect(await get('/', { Host: `localhost:${host.port}`, Cookie })).toMatchObject({ status: 200 });
  });

  it('only to read', async () => {
    const Cookie = await signIn();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await get('/', { Cookie }, method)).toMatchObject({ status: 405 });
  });
});

describe('what is served', () => {
  it('nothing from outside the page, and no hidden file', async () => {
    const Cookie = await signIn();
    const addresses = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/..%5csecret.txt',
      '//etc/passwd',
    ];
    for (const address of [...addresses, '/.secret', '/%00', '/%', '/assets', 'http://[', '*']) {
      const { status, body } = await get(address, { Cookie }).catch(() => ({ status: 400, body: '' }));
      expect.soft([address, status]).toEqual([address, expect.toSatisfy((code) => code === 404 || code === 400)]);
      expect(body).not.toContain('secret');
    }
    expect(await get('/', { Cookie })).toMatchObject({ status: 200 });
  });

  it('everything with a strict policy, refusals too', async () => {
    const Cookie = await signIn();
    for (const answer of [await get('/', { Cookie }), await get('/'), await get('/nothing', { Cookie })]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
      expect(policy).not.toContain('unsafe');
    }
  });

  it('on the loopback address only', async () => {
    const outward = Object.values(os.networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    // 127.0.0.2 is this machine too, but not the one address that is listened on.
    for (const address of ['127.0.0.2', ...(outward ? [outward.address] : [])]) {
      const reached = await new Promise((resolve) => {
        const socket = connectSocket(host.port, address, () => resolve(true)).on('error', () => resolve(false));
        socket.unref();
      });
      expect([address, reached]).toEqual([address, false]);
    }
  });
});

describe('the connection', () => {
  it('is open to our page alone', async () => {
    const Cookie = await signIn();
    const Origin = ownOrigin();
    expect(await openSocket({ Origin })).toBe(403);
    expect(await openSocket({ Cookie })).toBe(403);
    expect(await openSocket({ Cookie, Origin: 'http://evil.example' })).toBe(403);
    expect(await openSocket({ Cookie, Origin: 'null' })).toBe(403);
    expect(await openSocket({ Cookie, Origin: `http://127.0.0.1:${host.port + 1}` })).toBe(403);
    expect(await openSocket({ Cookie, Origin: `http://localhost:${host.port}` })).toBe(403);
    expect(await openSocket({ Cookie, Origin: 'http://evil.example', Host: 'evil.example' })).toBe(403);
    expect(await openSocket({ Cookie, Origin }, { address: '/elsewhere' })).toBe(403);
    expect(connections).toBe(0);
    expect(await openSocket({ Cookie, Origin })).toBeInstanceOf(WebSocket);
    expect(connections).toBe(1);
  });

  it('is not open to a program that was sent the cookie and says that it is our page: it has no key', async () => {
    const Cookie = await signIn();
    const own = { Cookie, Origin: ownOrigin() };
    const session = Cookie.split('=')[1]!;
    for (const offered of [[], ['inkstone'], protocols(''), protocols(session), protocols(`${key}x`), [key]])
      expect(await openSocket(own, { offered: offered.filter((name) => name !== '') })).toBe(403);
    expect(connections).toBe(0);
    // The answer names the agreed subprotocol, never the key.
    expect(await openSocket(own)).toMatchObject({ protocol: 'inkstone' });
  });

  it('carries binary both ways, also to a second tab', async () => {
    const Cookie = await signIn();
    for (let tab = 0; tab < 2; tab++) {
      const socket = (await openSocket({ Cookie, Origin: ownOrigin() })) as WebSocket;
      const client = connect(contract, socketTransport(socket));
      const bytes = new Uint8Array(1_000_000).map((_, i) => i);
      expect(await client.call('echo', { bytes, note: undefined })).toEqual(bytes);
    }
  });

  it.each([
    ['a text frame', 'hello'],
    ['what is no MessagePack', new Uint8Array([0xc1])],
    ['a torn message', encode({ kind: 'call', id: 1, name: 'echo' }).slice(0, 9)],
    ['an array that claims four thousand million entries', new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff])],
    [
      'a thousand arrays inside each other that claim a million entries each',
      Uint8Array.from({ length: 5000 }, (_, i) => [0xdd, 0x00, 0x0f, 0x42, 0x40][i % 5]!),
    ],
    [
      'a key that would change every object',
      new Uint8Array([0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x80]),
    ],
  ])('ends at %s, and the others live on', async (_what, data) => {
    const Cookie = await signIn();
    const bad = (await openSocket({ Cookie, Origin: ownOrigin() })) as WebSocket;
    const good = (await openSocket({ Cookie, Origin: ownOrigin() })) as WebSocket;
    const closed = new Promise((resolve) => bad.on('close', resolve));
    bad.send(data);
    expect(await closed).toBe(1003);
    const client = connect(contract, socketTransport(good));
    expect(await client.call('echo', { bytes: new Uint8Array([7]) })).toEqual(new Uint8Array([7]));
  });

  it('takes a message as long as the largest file, and ends at a longer one', async () => {
    const socket = await openOwnSocket();
    socket.send(encode({ kind: 'nothing', bytes: new Uint8Array(134_217_728) }));
    expect(await connect(contract, socketTransport(socket)).call('echo', { bytes: new Uint8Array([7]) })).toEqual(
      new Uint8Array([7]),
    );
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.send(new Uint8Array(MAXIMAL_MESSAGE + 1));
    expect(await closed).toBe(1009);
    expect((await get('/')).status).toBe(401);
  });

  it('ends with the host', async () => {
    const socket = await openOwnSocket();
    const client = connect(contract, socketTransport(socket));
    const told = vi.fn();
    client.onClose(told);
    await host.close();
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
    await expect(client.call('echo', { bytes: new Uint8Array() })).rejects.toMatchObject({ code: 'disconnected' });
    host = await startWebHost({ services: { connect: serveEcho }, rendererFolder: folder.folder, port: 0 });
  });
});
