import http from 'node:http';
import https from 'node:https';
import { AppError } from '../../../shared/contract/errors.ts';

const REDIRECTS = 5;

/** A mirror's answer that will not do, in words for the list of what was tried. */
export class MirrorFault extends Error {}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Give up when nothing has come for so long, milliseconds. */
  readonly stall: number;
}

/**
 * GET over node's own http, following redirects (to https only; to http on this machine alone). The answer's body has
 * not been read. Throws MirrorFault, or AppError `cancelled`.
 */
export async function httpGet(url: URL, options: GetOptions, hops = 0): Promise<http.IncomingMessage> {
  const response = await request(url, options);
  const status = response.statusCode ?? 0;
  const location = response.headers.location;
  if (status < 300 || status >= 400 || location === undefined) return response;
  response.destroy();
  const next = new URL(location, url);
  if (hops >= REDIRECTS) throw new MirrorFault('too many redirects');
  if (next.protocol !== 'https:' && !isLoopback(next))
    throw new MirrorFault(`redirect to ${next.protocol}//${next.host}`);
  return httpGet(next, options, hops + 1);
}

function request(url: URL, { headers, signal, stall }: GetOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const sent = client.get(
      url,
      { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal, timeout: stall },
      (response) => {
        // From here on it is the body's reader who waits, and says what stalled.
        sent.setTimeout(0);
        // Node 16 stops listening to the request's signal once the request is sent.
        signal.addEventListener('abort', () => response.destroy(), { once: true });
        resolve(response);
      },
    );
    sent.once('timeout', () => sent.destroy(new MirrorFault(`no answer for ${Math.round(stall / 1000)} s`)));
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(new AppError('cancelled'));
      else reject(error instanceof MirrorFault ? error : new MirrorFault(error.code ?? error.message));
    });
  });
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
