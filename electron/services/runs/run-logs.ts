import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { runLogSchema, type RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { migrateLog } from '../../../shared/runs/migrate.ts';
import { supersede } from '../../../shared/runs/supersede.ts';
import { appendLines } from '../../files/append-lines.ts';
import { readLines } from '../../files/read-lines.ts';

/**
 * Adds lines to metrics.jsonl, all or none. A torn last line (a power cut) is closed first, so that it spoils no other.
 * Throws storage errors.
 */
export async function appendLogs(file: string, logs: readonly RunLog[]): Promise<void> {
  const lines = logs.map((log) => `${JSON.stringify(log)}\n`).join('');
  await appendLines(file, lines);
}

/** The logs in metrics.jsonl that still hold, and how many lines could not be read. */
export async function readLogs(file: string): Promise<{ logs: RunLog[]; torn: number }> {
  const { lines, torn } = await readLines(file, parseLog);
  return { logs: supersede(lines), torn };
}

/**
 * How far the file's logs have come, and the time of the last one; null if there are none. Throws as `readLogs` does.
 */
async function lastTold(file: string): Promise<{ step: number | null; time: number } | null> {
  const { logs } = await readLogs(file);
  const last = logs.at(-1);
  if (!last) return null;
  // The log of a checkpoint comes when it is on disk; the run has gone on meanwhile, so its step may be behind.
  const steps = logs.flatMap((log) => ('step' in log ? [log.step] : []));
  return { step: steps.length > 0 ? steps.reduce((a, b) => Math.max(a, b)) : null, time: last.time };
}

/** A run whose host has ended while it trained, as the logs in its metrics.jsonl tell it. */
export async function asInterrupted<R extends RunSummary | Run>(run: R, file: string): Promise<R> {
  // The record was last written at a checkpoint; the logs are at most a second behind the run.
  const last = await lastTold(file).catch(() => null);
  return {
    ...run,
    step: last?.step ?? run.step,
    status: 'interrupted',
    ...('queued' in run && { queued: null }),
    endedAt: last?.time ?? run.startedAt ?? run.createdAt,
  };
}

function parseLog(value: unknown): RunLog | null {
  const parsed = runLogSchema.safeParse(migrateLog(value));
  return parsed.success ? parsed.data : null;
}
