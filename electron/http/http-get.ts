import http from 'node:http';
import https from 'node:https';

const REDIRECTS = 5;

/** What went wrong with a server: `fatal` means that asking it again will not help. */
export class ServerError extends Error {
  readonly fatal: boolean;

  constructor(message: string, fatal: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServerError';
    this.fatal = fatal;
  }
}

export interface HttpAnswer {
  /** Its body has not been read. */
  readonly response: http.IncomingMessage;
  /** Where it came from, after redirects. */
  readonly url: string;
}

/**
 * GET over Node's own http: the set-up runs it, and so does the desktop program, whose Node may lack a global fetch.
 * Follows redirects to https, and to the same host over the same protocol. Throws ServerError, also when `signal` aborts.
 */
export async function httpGet(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  hops = 0,
): Promise<HttpAnswer> {
  const address = webAddress(url);
  if (address === null) throw new ServerError(`is no web address: ${url}`, true);
  const response = await request(address, headers, signal);
  // Node 16 stops listening to the request's signal once the request is sent.
  signal.addEventListener('abort', () => response.destroy(), { once: true });
  const { statusCode: status = 0 } = response;
  const { location } = response.headers;
  if (status < 300 || status >= 400 || location === undefined) return { response, url };
  response.destroy();
  if (hops >= REDIRECTS) throw new ServerError('too many redirects', true);
  const next = webAddress(location, address);
  if (next === null || !mayFollow(address, next)) throw new ServerError(`redirects to ${location}`, true);
  return httpGet(next.href, headers, signal, hops + 1);
}

/** Null for text that is not an http or https address. */
export function webAddress(text: string, base?: URL): URL | null {
  try {
    const url = new URL(text, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

/** Never from https to http, and unencrypted to no other host than the one that was asked. */
const mayFollow = (from: URL, to: URL): boolean =>
  to.protocol === 'https:' || (from.protocol === to.protocol && from.hostname === to.hostname);

function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = client.get(url, { headers: { ...headers, 'Accept-Encoding': 'identity' }, signal }, resolve);
    sent.on('error', (cause) => reject(new ServerError('cannot be reached', false, cause)));
  });
}
