import http from 'node:http';
import https from 'node:https';
import { ServerError } from './server-error.ts';

const REDIRECTS = 5;

export interface HttpAnswer {
  readonly response: http.IncomingMessage;
  /** Where it came from, after redirects. */
  readonly url: string;
}

/**
 * GET over Node's own http: the set-up runs it, and so does the desktop program, whose Node may lack a global fetch.
 * Follows redirects, but never from https to anything else. Throws ServerError, or what destroyed the request.
 */
export async function httpGet(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  hops = 0,
): Promise<HttpAnswer> {
  const response = await request(url, headers, signal);
  // Node 16 stops listening to the request's signal once the request is sent.
  signal.addEventListener('abort', () => response.destroy(), { once: true });
  const { statusCode: status = 0 } = response;
  const { location } = response.headers;
  if (status < 300 || status >= 400 || location === undefined) return { response, url };
  response.destroy();
  const next = new URL(location, url);
  if (hops >= REDIRECTS) throw new ServerError('redirects without end', true);
  if (url.startsWith('https:') && next.protocol !== 'https:')
    throw new ServerError(`redirects to ${next.protocol}//${next.host}`, true);
  return httpGet(next.href, headers, signal, hops + 1);
}

function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const client = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const sent = client.get(url, { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal }, resolve);
    sent.once('error', (cause) => reject(new ServerError('cannot be reached', false, cause)));
  });
}
