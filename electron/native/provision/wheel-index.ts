import { ServerError } from './http-range.ts';

/** PyPI and a public mirror of it. What they serve is checked against pinned hashes, so any of them may be asked. */
export const PACKAGE_INDEXES: readonly string[] = [
  'https://pypi.org/simple',
  'https://pypi.tuna.tsinghua.edu.cn/simple',
];

/** The indexes to ask in turn: pip's own setting first, if the user has one. */
export function packageIndexes(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const own = env['PIP_INDEX_URL'];
  return [...new Set([...(own ? [own] : []), ...PACKAGE_INDEXES].map((url) => url.replace(/\/+$/, '')))];
}

export interface WheelName {
  readonly project: string;
  readonly wheel: string;
  readonly sha256: string;
}

interface IndexFile {
  readonly filename: string;
  readonly url: string;
  readonly sha256: string | undefined;
}

/**
 * Where an index keeps a wheel. Speaks the Simple Repository API in JSON (PEP 691) and, for older mirrors, in HTML
 * (PEP 503). Throws ServerError if the index cannot be asked, lacks the file, or names another hash for it.
 */
export async function findWheel(index: string, wanted: WheelName, timeoutMs: number): Promise<string> {
  const page = `${index}/${wanted.project}/`;
  const headers = { Accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' };
  const response = await fetch(page, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
    throw new ServerError('cannot be reached', false, cause);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new ServerError(`answered ${response.status}`, response.status < 500);
  }
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  const text = await response.text();
  const found = (json ? parseJson(text) : parseHtml(text)).find((file) => file.filename === wanted.wheel);
  if (!found) throw new ServerError(`does not list ${wanted.wheel}`, true);
  if (found.sha256 !== undefined && found.sha256 !== wanted.sha256)
    throw new ServerError(`lists another ${wanted.wheel} (sha256 ${found.sha256})`, true);
  return new URL(found.url, response.url).href.replace(/#.*$/, '');
}

function parseJson(text: string): IndexFile[] {
  let page: { files?: { filename: string; url: string; hashes?: { sha256?: string } }[] };
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw new ServerError('sent a page that is no JSON', true, cause);
  }
  return (page.files ?? []).map(({ filename, url, hashes }) => ({ filename, url, sha256: hashes?.sha256 }));
}

function parseHtml(text: string): IndexFile[] {
  return [...text.matchAll(/<a\b[^>]*?href="([^"]+)"[^>]*>\s*([^<\s]+)\s*<\/a>/gi)].map(([, href, filename]) => ({
    filename: filename!,
    url: href!.replaceAll('&amp;', '&'),
    sha256: /#sha256=([0-9a-f]{64})/.exec(href!)?.[1],
  }));
}
