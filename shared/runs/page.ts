import type { RunId } from '../contract/schemas/run.ts';

/** A page of a list: at most `limit` of what comes behind `after`; everything where neither is told. */
export interface Page {
  readonly after?: { readonly id: RunId; readonly createdAt: number } | undefined;
  readonly limit?: number | undefined;
}

interface Made {
  readonly id: RunId;
  readonly createdAt: number;
}

/** Newest first; of those of one moment the greater id. The order of every list of runs, so that a page's last one names the next page. */
export const newestFirst = (a: Made, b: Made): number =>
  b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** A page of runs that are in that order. The run that it comes behind need not be there any more. Pure. */
export function pageOf<R extends Made>(runs: readonly R[], { after, limit }: Page): R[] {
  const from = after ? runs.findIndex((run) => newestFirst(run, after) > 0) : 0;
  return from < 0 ? [] : runs.slice(from, limit === undefined ? undefined : from + limit);
}
