import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server does wrong with the wheel. */
export type Fault =
  | { readonly kind: 'tear' | 'stall'; readonly after: number }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'whole-file' | 'shifted' | 'flip' };

export interface FaultServer {
  /** Its package index, as in PIP_INDEX_URL. */
  readonly index: string;
  /** Ranges of the wheel that were asked for, in order. */
  readonly ranges: string[];
  close(): Promise<void>;
}

export interface Served {
  readonly wheel: Buffer;
  readonly name: string;
  readonly sha256: string;
  /** One for each request in turn; after these, `always`, or none. */
  readonly faults?: readonly Fault[];
  readonly always?: Fault;
  /** Faults hit only ranges longer than this, so that directories and headers pass. */
  readonly longerThan?: number;
  readonly html?: boolean;
}

/** A package index and file server on loopback that honours Range, and goes wrong as told. */
export const serveWheel = (served: Served): Promise<FaultServer> => serveWheels([served]);

/** The same with several wheels, each with faults of its own; every project's page lists them all. */
export async function serveWheels(wheels: readonly Served[]): Promise<FaultServer> {
  const ranges: string[] = [];
  const faults = new Map(wheels.map((served) => [served, [...(served.faults ?? [])]]));
  const server = http.createServer((request, response) => {
    if (request.url!.startsWith('/simple/')) return sendIndex(wheels, response);
    const served = wheels.find(({ name }) => request.url === `/files/${name}`);
    if (!served) return void response.writeHead(404).end();
    const header = request.headers.range ?? '';
    ranges.push(header);
    const { first, last } = parseRange(header, served.wheel.length);
    const hit = last - first >= (served.longerThan ?? 0);
    sendRange(served.wheel, first, last, response, hit ? (faults.get(served)!.shift() ?? served.always) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    index: `http://127.0.0.1:${port}/simple`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendIndex(wheels: readonly Served[], response: http.ServerResponse): void {
  if (wheels[0]!.html) {
    const { name, sha256 } = wheels[0]!;
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><a href="../../files/other.whl">other.whl</a><a href="../../files/${name}#sha256=${sha256}" data-requires-python="&gt;=3.9">${name}</a>`,
    );
    return;
  }
  response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
  const files = wheels.map(({ name, sha256 }) => ({ filename: name, url: `../../files/${name}`, hashes: { sha256 } }));
  response.end(JSON.stringify({ files }));
}

function parseRange(header: string, size: number): { first: number; last: number } {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header)!;
  return from === ''
    ? { first: Math.max(0, size - Number(to)), last: size - 1 }
    : { first: Number(from), last: Number(to) };
}

function sendRange(wheel: Buffer, first: number, last: number, response: http.ServerResponse, fault?: Fault): void {
  if (fault?.kind === 'refuse') return void response.writeHead(fault.status).end();
  if (fault?.kind === 'whole-file') return void response.writeHead(200, { 'content-length': wheel.length }).end(wheel);
  const shift = fault?.kind === 'shifted' ? 1 : 0;
  const body = Buffer.from(wheel.subarray(first + shift, last + 1 + shift));
  if (fault?.kind === 'flip') body[body.length >> 1]! ^= 1;
  response.writeHead(206, {
    'content-length': body.length,
    'content-range': `bytes ${first + shift}-${last + shift}/${wheel.length}`,
  });
  if (fault?.kind !== 'tear' && fault?.kind !== 'stall') return void response.end(body);
  response.write(body.subarray(0, fault.after), () => {
    // Ended, not reset: a reset would overtake what is still under way.
    if (fault.kind === 'tear') response.socket!.end();
  });
}
