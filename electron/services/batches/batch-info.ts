import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import type { StoredBatch } from './batch-store.ts';

/** What is told of one that this host is reading. */
export interface Going {
  /** Null: pages are being counted. */
  readonly total: number | null;
  secondsLeft(): number | null;
}

/** A batch with how far it is. `total`: its pages, as far as they were counted. */
export function infoOf(
  { record, heldBy, pages, decisions }: StoredBatch,
  total: number | null,
  going?: Going,
): BatchInfo {
  const counts = { pages: going ? going.total : total, read: 0, failed: 0, fields: 0, unsure: 0, open: 0, decided: 0 };
  for (const [page, { isFailed, fields, unsure }] of pages.entries) {
    if (isFailed) counts.failed++;
    else counts.read++;
    const decided = decisions.of(page);
    counts.fields += fields;
    counts.unsure += unsure.length;
    counts.open += decided.size === 0 ? unsure.length : unsure.filter((field) => !decided.has(field)).length;
    counts.decided += decided.size;
  }
  return {
    ...record,
    counts,
    secondsLeft: going?.secondsLeft() ?? null,
    heldBy,
    torn: pages.torn + decisions.torn,
  };
}
