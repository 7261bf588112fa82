import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchWheel } from '../../../electron/native/provision/fetch-wheel.ts';
import { SetupError } from '../../../electron/native/provision/setup-error.ts';
import { serveWheel } from './fault-server.ts';
import type { Fault, FaultServer, Served } from './fault-server.ts';
import { startFaultServer } from '../../fixtures/fault-server.ts';
import { FRAMEWORK, MAIN, smallWheel } from './small-wheel.ts';

const wheel = smallWheel();
let folder: string;
let servers: FaultServer[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-fetch-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  fs.rmSync(folder, { recursive: true });
});

async function serve(options: Partial<Served> = {}): Promise<FaultServer> {
  const server = await serveWheel({
    wheel: wheel.bytes,
    name: wheel.pinned.wheel,
    sha256: wheel.pinned.sha256,
    longerThan: 1000,
    ...options,
  });
  servers.push(server);
  return server;
}

/** Faults of the big transfer only: the directory is shorter than any library. */
const faulty = (...faults: Fault[]) => serve({ faults, always: faults.at(-1)!, longerThan: 100_000 });
const faultyOnce = (fault: Fault) => serve({ faults: [fault], longerThan: 100_000 });

async function fetchFrom(...indexes: string[]) {
  const left: string[] = [];
  const progress: [number, number][] = [];
  await fetchWheel({
    wheel: wheel.pinned,
    indexes,
    target: path.join(folder, 'engine'),
    partials: path.join(folder, 'downloads'),
    onProgress: (done, total) => progress.push([done, total]),
    onServerLeft: (_, why) => left.push(why),
    stallMs: 300,
    attempts: 2,
    retryMs: 1,
  });
  return { left, progress };
}

const content = (member: string) => fs.readFileSync(path.join(folder, 'engine', member));
const expectWhole = () => {
  for (const member of [MAIN, FRAMEWORK]) expect(content(member).equals(wheel.files[member]!)).toBe(true);
  expect(fs.readdirSync(path.join(folder, 'downloads'))).toEqual([]);
  expect(fs.readdirSync(path.join(folder, 'engine', 'tensorflow')).sort()).toEqual(
    [path.basename(MAIN), path.basename(FRAMEWORK)].sort(),
  );
};

describe('fetchWheel', () => {
  it('takes only the members that are pinned, by range, and tells how far it is', async () => {
    const server = await serve();
    const { progress } = await fetchFrom(server.index);
    expectWhole();
    expect(server.ranges.every((range) => range.startsWith('bytes='))).toBe(true);
    const dones = progress.map(([done]) => done);
    expect(dones).toEqual([...dones].sort((a, b) => a - b));
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  it('reads the older kind of index, too', async () => {
    await fetchFrom((await serve({ html: true })).index);
    expectWhole();
  });

  it('goes on from where a torn connection left off', async () => {
    const server = await faultyOnce({ kind: 'tear', after: 60_000 });
    const { left } = await fetchFrom(server.index);
    expectWhole();
    expect(left).toEqual([]);
    const big = server.ranges.filter((range) => rangeLength(range) > 30).slice(-2);
    expect(rangeStart(big[1]!)).toBeGreaterThan(rangeStart(big[0]!));
  });

  it('goes on with what an earlier, broken-off run left, from another server', async () => {
    const broken = await faulty({ kind: 'tear', after: 60_000 }, { kind: 'refuse', status: 403 });
    await expect(fetchFrom(broken.index)).rejects.toThrow(/answered 403/);
    const server = await serve();
    await fetchFrom(server.index);
    expectWhole();
    expect(rangeLength(server.ranges.at(-1)!)).toBeLessThan(wheel.files[MAIN]!.length - 50_000);
  });

  it.each<[string, Fault, RegExp]>([
    ['refuses', { kind: 'refuse', status: 403 }, /answered 403/],
    ['sends the whole file instead of the range', { kind: 'whole-file' }, /200, not 206/],
    ['sends other bytes than were asked for', { kind: 'shifted' }, /sent bytes/],
    ['sends damaged bytes', { kind: 'flip' }, /sha256|does not unpack/],
    ['stops sending', { kind: 'stall', after: 0 }, /sent nothing for 0.3 s/],
  ])('leaves a server that %s for the next', async (_, fault, why) => {
    const bad = await faulty(fault);
    const good = await serve();
    const { left } = await fetchFrom(bad.index, good.index);
    expectWhole();
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(why);
  });

  it('tries a server again that fails once', async () => {
    const { left } = await fetchFrom((await faultyOnce({ kind: 'refuse', status: 503 })).index);
    expectWhole();
    expect(left).toEqual([]);
  });

  it('starts over when what lay in the cache was wrong', async () => {
    const downloads = path.join(folder, 'downloads');
    fs.mkdirSync(downloads);
    fs.writeFileSync(
      path.join(downloads, `${wheel.pinned.sha256.slice(0, 12)}-${path.basename(MAIN)}.part`),
      Buffer.alloc(1000, 3),
    );
    const { left } = await fetchFrom((await serve()).index);
    expectWhole();
    expect(left).toEqual([]);
  });

  it('names an index whose wheel has another hash, lacks a member, or is no wheel', async () => {
    const otherHash = await serve({ sha256: 'a'.repeat(64) });
    const noZip = await serve({ wheel: Buffer.from('<html>sign in first</html>'.repeat(100)) });
    const cut = await serve({ wheel: smallWheel().bytes.subarray(0, 1000) });
    const good = await serve();
    const { left } = await fetchFrom(otherHash.index, noZip.index, cut.index, good.index);
    expectWhole();
    expect(left).toEqual([
      expect.stringMatching(/lists another/),
      expect.stringMatching(/no zip|not a zip/),
      expect.stringMatching(/not a zip/),
    ]);
  });

  it('leaves a server whose zip is wrong at any place for the next', async () => {
    const good = await serve();
    const { bytes } = wheel;
    const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    const changed = (at: number, ...values: number[]): Buffer => {
      const other = Buffer.from(bytes);
      Buffer.from(values).copy(other, at);
      return other;
    };
    for (const [other, why] of [
      [changed(bytes.indexOf(Buffer.from('PK\u0003\u0004')), 0, 0, 0, 0), /no member header/],
      [changed(end + 12, 255, 255, 255, 255), /would have 4294967295 bytes/],
      [changed(bytes.readUInt32LE(end + 16), 0), /torn/],
    ] as const) {
      const { left } = await fetchFrom((await serve({ wheel: other })).index, good.index);
      expect(left).toEqual([expect.stringMatching(why)]);
      expectWhole();
      fs.rmSync(path.join(folder, 'engine'), { recursive: true });
    }
  });

  const listed = JSON.stringify({ files: [{ filename: wheel.pinned.wheel, url: 'https://[' }] });

  it.each([listed, 'null', '[]', '{"files":{"length":1}}', '{"files":[null,{"filename":1},{"hashes":null}]}'])(
    'leaves an index that is %s for the next',
    async (page) => {
      const index = await startFaultServer((_, response) =>
        response.writeHead(200, { 'Content-Type': 'application/vnd.pypi.simple.v1+json' }).end(page),
      );
      const { left } = await fetchFrom(index.url.slice(0, -1), (await serve()).index).finally(() => index.close());
      expect(left).toHaveLength(1);
      expectWhole();
    },
  );

  it('says, when nothing can be reached, which servers it asked and the way out', async () => {
    const gone = await serve();
    await gone.close();
    const failure = await fetchFrom(gone.index, 'http://127.0.0.1:9/simple').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect((failure as SetupError).message).toContain(gone.index);
    expect((failure as SetupError).message).toContain('http://127.0.0.1:9/simple');
    expect((failure as SetupError).wayOut).toContain('INKSTONE_LIBTENSORFLOW');
  });
});

const rangeStart = (range: string) => Number(/=(\d+)-/.exec(range)?.[1] ?? -1);
const rangeLength = (range: string) => Number(/-(\d+)$/.exec(range)![1]) - rangeStart(range);
