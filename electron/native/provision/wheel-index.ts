import { httpGet, ServerError, webAddress } from '../../http/http-get.ts';
import { patience } from '../../http/patience.ts';
import { readBody } from '../../http/read-body.ts';

/** PyPI and a public mirror of it. What they serve is checked against pinned hashes, so any of them may be asked. */
export const PACKAGE_INDEXES: readonly string[] = [
  'https://pypi.org/simple',
  'https://pypi.tuna.tsinghua.edu.cn/simple',
];

/** Maven Central and a public mirror of it, likewise. */
export const MAVEN_REPOSITORIES: readonly string[] = [
  'https://repo1.maven.org/maven2',
  'https://maven.aliyun.com/repository/central',
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

/** Bytes of an index's page: far beyond any that lists one project. */
const MOST_PAGE = 64 << 20;

interface IndexFile {
  readonly filename: string;
  readonly url: string;
  readonly sha256: string | undefined;
}

/**
 * Where an index keeps a wheel. Speaks the Simple Repository API in JSON (PEP 691) and, for older mirrors, in HTML
 * (PEP 503). Throws ServerError if the index cannot be asked, lacks the file, or names another hash for it; AppError
 * `cancelled`.
 */
export async function findWheel(
  index: string,
  wanted: WheelName,
  stallMs: number,
  signal?: AbortSignal,
): Promise<string> {
  const page = await readPage(`${index}/${wanted.project}/`, stallMs, signal);
  const found = (page.json ? parseJson(page.text) : parseHtml(page.text)).find(
    (file) => file.filename === wanted.wheel,
  );
  if (!found) throw new ServerError(`does not list ${wanted.wheel}`, true);
  if (found.sha256 !== undefined && found.sha256 !== wanted.sha256)
    throw new ServerError(`lists another ${wanted.wheel} (sha256 ${found.sha256})`, true);
  const address = webAddress(found.url, new URL(page.url));
  if (address === null) throw new ServerError(`names no web address for ${wanted.wheel}: ${found.url}`, true);
  return address.href.replace(/#.*$/, '');
}

async function readPage(
  address: string,
  stallMs: number,
  signal?: AbortSignal,
): Promise<{ text: string; json: boolean; url: string }> {
  const headers = { Accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' };
  const waiting = patience(stallMs, signal);
  try {
    const { response, url } = await httpGet(address, headers, waiting.signal);
    waiting.touch();
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      throw new ServerError(`answered ${status}`, status < 500);
    }
    const parts: Uint8Array[] = [];
    let received = 0;
    for await (const chunk of readBody(response, null, waiting)) {
      received += chunk.length;
      if (received > MOST_PAGE) throw new ServerError(`sent more than ${MOST_PAGE} bytes`, true);
      parts.push(chunk);
    }
    const json = response.headers['content-type']?.includes('json') ?? false;
    return { text: Buffer.concat(parts).toString('utf8'), json, url };
  } catch (cause) {
    const broken = cause instanceof ServerError ? cause : new ServerError('broke off', false, cause);
    throw waiting.explain(broken);
  } finally {
    waiting.end();
  }
}

function parseJson(text: string): IndexFile[] {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (cause) {
    throw new ServerError('sent a page that is no JSON', true, cause);
  }
  const { files } = (page ?? {}) as { files?: unknown };
  if (files !== undefined && !Array.isArray(files)) throw new ServerError('sent a page that is no index', true);
  return ((files ?? []) as unknown[]).flatMap((file) => {
    const { filename, url, hashes } = (file ?? {}) as {
      filename?: unknown;
      url?: unknown;
      hashes?: { sha256?: string };
    };
    if (typeof filename !== 'string' || typeof url !== 'string') return [];
    return [{ filename, url, sha256: hashes?.sha256 }];
  });
}

function parseHtml(text: string): IndexFile[] {
  return [...text.matchAll(/<a\b[^>]*?href="([^"]+)"[^>]*>\s*([^<\s]+)\s*<\/a>/gi)].map(([, href, filename]) => ({
    filename: filename!,
    url: href!.replaceAll('&amp;', '&'),
    sha256: /#sha256=([0-9a-f]{64})/.exec(href!)?.[1],
  }));
}
