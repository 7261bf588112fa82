import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pageHeaders } from '../hosts/page-headers.ts';

/** The page's own origin. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://inkstone`;

/** It is as https: is, and its policy holds. */
export const APP_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true, codeCache: true } as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

export interface FileAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Answers a request for app://inkstone/... with a file of `folder`, and never with one from outside it. */
export async function answerFile(folder: string, address: string): Promise<FileAnswer> {
  try {
    const file = fileOf(folder, address);
    const type = file && TYPES[path.extname(file)];
    if (!file || !type) return refusal();
    return { status: 200, headers: { ...pageHeaders(), 'Content-Type': type }, body: await readFile(file) };
  } catch {
    return refusal();
  }
}

function fileOf(folder: string, address: string): string | null {
  const url = new URL(address);
  // URL has taken out `..`, but not an encoded separator.
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN || /%(2f|5c|00|2e)/i.test(url.pathname)) return null;
  const relative = url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname).slice(1);
  const file = path.resolve(folder, relative);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : null;
}

function refusal(): FileAnswer {
  return { status: 404, headers: { ...pageHeaders(), 'Content-Type': 'text/plain' }, body: Buffer.from('not found') };
}
