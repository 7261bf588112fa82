import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadMnist, type DownloadProgress } from '../../electron/services/download/download-mnist.ts';
import { hasMnist, readMnist } from '../../electron/services/datasets/mnist-folder.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { type Behaviour, type FaultServer, serveFiles, startFaultServer } from '../fixtures/fault-server.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';

const mnist = (name: string): Buffer | null => {
  try {
    return readFileSync(path.join(mnistFolder, path.basename(name)));
  } catch {
    return null;
  }
};
const good = serveFiles(mnist);
/** 60 kB that unpack to 60 MB. */
const bomb = gzipSync(Buffer.alloc(60_000_000));

let home: { folder: string; remove(): void };
const servers: FaultServer[] = [];
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  home.remove();
});

async function mirror(behave: Behaviour): Promise<FaultServer> {
  const server = await startFaultServer(behave);
  servers.push(server);
  return server;
}

/** How long a mirror that is to be good may send nothing, milliseconds: a busy machine's pauses are no fault of its. */
const PATIENT = 30_000;

function download(mirrors: FaultServer[], more: Partial<Parameters<typeof downloadMnist>[1]> = {}): Promise<void> {
  return downloadMnist(home.folder, {
    mirrors: mirrors.map(({ url }) => url),
    signal: new AbortController().signal,
    stall: PATIENT,
    now: () => Date.now(),
    onProgress: () => undefined,
    ...more,
  });
}

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error as AppError,
  );

describe('a download of MNIST', () => {
  it('brings the four files, tells how far it is, and asks for nothing a second time', async () => {
    const server = await mirror(good);
    const told: DownloadProgress[] = [];
    let time = 0;
    await download([server], { now: () => (time += 400), onProgress: (progress) => told.push(progress) });
    expect(await hasMnist(home.folder)).toBe(true);
    expect((await readMnist(home.folder)).testLabels).toHaveLength(10_000);
    expect(server.requests).toHaveLength(4);
    expect(told.at(-1)!.bytes / told.at(-1)!.totalBytes).toBeGreaterThan(0.98);
    expect(told.some(({ etaSeconds }) => etaSeconds !== null && etaSeconds >= 0)).toBe(true);
    expect(told[0]!.source).toBe(new URL(server.url).host);
    await download([server]);
    expect(server.requests).toHaveLength(4);
  });

  const faults: [string, Behaviour, RegExp][] = [
    ['answers 403', (_, response) => void response.writeHead(403).end('no'), /answered 403/],
    ['answers 404', (_, response) => void response.writeHead(404).end(), /answered 404/],
    ['lies', (_, response) => void response.end(gzipSync(Buffer.alloc(5000))), /not MNIST/],
    [
      'sends a page instead',
      (_, response) => void response.end('<html>Welcome to the hotel network</html>'),
      /not MNIST/,
    ],
    ['stalls before answering', () => undefined, /sent nothing/],
    [
      'stalls in the middle',
      (_, response) => void response.writeHead(200, { 'Content-Length': 9_000 }).write('abc'),
      /sent nothing/,
    ],
    [
      'truncates',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 9_000 });
        response.write(Buffer.alloc(100), () => response.destroy());
      },
      /broke off/,
    ],
    [
      'goes in circles',
      (request, response) => void response.writeHead(302, { Location: request.url }).end(),
      /too many redirects/,
    ],
    [
      'leads away to plain http',
      (_, response) => void response.writeHead(302, { Location: 'http://192.0.2.1/x' }).end(),
      /redirects to http:\/\/192\.0\.2\.1/,
    ],
    [
      'leads to no web address',
      (_, response) => void response.writeHead(302, { Location: 'ftp://192.0.2.1/x' }).end(),
      /redirects to ftp:/,
    ],
    [
      'leads to nowhere',
      (_, response) => void response.writeHead(302, { Location: 'http://[' }).end(),
      /redirects to http:\/\/\[/,
    ],
    [
      'offers far too much',
      (_, response) => void response.writeHead(200, { 'Content-Length': 4_000_000_000 }).write('x'),
      /at most/,
    ],
    [
      'never ends',
      (_, response) => {
        response.writeHead(200);
        const pour = (): void => {
          while (response.writable && response.write(Buffer.alloc(1 << 16)));
          response.once('drain', pour);
        };
        pour();
      },
      /sent more than/,
    ],
    ['sends a bomb', (_, response) => void response.end(bomb), /not MNIST/],
  ];

  it.each(faults)('leaves a mirror that %s for the next', async (_, behave, why) => {
    const bad = await mirror(behave);
    const server = await mirror(good);
    await download([bad, server], { stall: why.source === 'sent nothing' ? 3000 : PATIENT });
    expect(await hasMnist(home.folder)).toBe(true);
    const error = await failure(
      downloadMnist(path.join(home.folder, 'again'), {
        mirrors: [bad.url],
        signal: new AbortController().signal,
        stall: why.source === 'sent nothing' ? 300 : PATIENT,
        now: () => Date.now(),
        onProgress: () => undefined,
      }),
    );
    expect(error).toMatchObject({ code: 'download-failed' });
    expect(error.params['mirrors']).toMatch(why);
    expect(error.params['mirrors']).toContain(new URL(bad.url).host);
  });

  it('goes on by Range where a mirror broke off', async () => {
    let first = true;
    const server = await mirror((request, response) => {
      if (!first || !request.url?.startsWith('/train-images')) return good(request, response);
      first = false;
      const bytes = mnist('train-images-idx3-ubyte.gz')!;
      response.writeHead(200, { 'Content-Length': bytes.length });
      // Ended, not reset: a reset would overtake what is still under way.
      response.write(bytes.subarray(0, 1_000_000), () => response.socket!.end());
    });
    expect(await failure(download([server]))).toMatchObject({ code: 'download-failed' });
    await download([server]);
    const ranges = server.requests.filter(({ path }) => path.startsWith('/train-images')).map(({ range }) => range);
    expect(ranges).toEqual([undefined, 'bytes=1000000-']);
    expect(await hasMnist(home.folder)).toBe(true);
  });

  it('begins anew at a mirror that ignores Range, and leaves one that answers another range', async () => {
    const partial = (server: FaultServer) =>
      path.join(home.folder, `train-images-idx3-ubyte.gz.${new URL(server.url).host.replace(':', '_')}.part`);
    mkdirSync(home.folder, { recursive: true });
    const deaf = await mirror((request, response) => {
      delete request.headers.range;
      good(request, response);
    });
    writeFileSync(partial(deaf), Buffer.alloc(1000));
    await download([deaf]);
    expect(await hasMnist(home.folder)).toBe(true);

    const other = path.join(home.folder, 'other');
    mkdirSync(other);
    const wrong = await mirror((_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 0-99/5000', 'Content-Length': 100 });
      response.end(Buffer.alloc(100));
    });
    writeFileSync(path.join(other, path.basename(partial(wrong))), Buffer.alloc(1000));
    const options = {
      mirrors: [wrong.url],
      signal: new AbortController().signal,
      stall: 300,
      now: () => 0,
      onProgress: () => undefined,
    };
    const error = await failure(downloadMnist(other, options));
    expect(error.params['mirrors']).toMatch(/another range/);
  });

  it('stops when it is cancelled, and goes on later from what has come', async () => {
    const server = await mirror(good);
    const controller = new AbortController();
    const error = await failure(
      download([server], {
        signal: controller.signal,
        onProgress: ({ bytes }) => {
          if (bytes > 100_000) controller.abort();
        },
      }),
    );
    expect(error.code).toBe('cancelled');
    expect(readdirSync(home.folder).some((name) => name.endsWith('.part'))).toBe(true);
    await download([server]);
    expect(server.requests[1]!.range).toMatch(/^bytes=\d+-$/);
    expect(await hasMnist(home.folder)).toBe(true);
  });

  it('names every mirror with its own reason when none will do', async () => {
    const refusing = await mirror((_, response) => void response.writeHead(403).end());
    const lying = await mirror((_, response) => void response.end('no'));
    const error = await failure(download([refusing, lying]));
    const words = String(error.params['mirrors']);
    expect(words).toContain(`${new URL(refusing.url).host}: answered 403`);
    expect(words).toContain(`${new URL(lying.url).host}: its content is not MNIST`);
    expect(readdirSync(home.folder).filter((name) => name.endsWith('.gz'))).toEqual([]);
  });
});
