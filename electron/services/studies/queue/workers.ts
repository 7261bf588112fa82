import type { Redis } from 'ioredis';
import { type WorkerInfo, workerInfoSchema } from '../../../../shared/contract/schemas/study.ts';
import { PREFIX } from './connection.ts';

/** Milliseconds after which a worker that says nothing is gone. */
const GONE = 10_000;
/** How often it says that it is there, milliseconds. */
export const BEAT = 2000;
/** More than this are not shown. */
const MOST_WORKERS = 1000;

const NAMES = `${PREFIX}:workers`;
const keyOf = (id: string): string => `${PREFIX}:worker:${id}`;

/** Says that a worker is there, and what it does. */
export async function announce(redis: Redis, info: WorkerInfo): Promise<void> {
  await redis.set(keyOf(info.id), JSON.stringify(info), 'PX', GONE);
  await redis.sadd(NAMES, info.id);
}

/** Says that it is gone. */
export async function retire(redis: Redis, id: string): Promise<void> {
  await redis.del(keyOf(id));
  await redis.srem(NAMES, id);
}

/** The workers that are there, by name. What is no worker's word is passed over. */
export async function listWorkers(redis: Redis): Promise<WorkerInfo[]> {
  const ids = (await redis.smembers(NAMES)).slice(0, MOST_WORKERS);
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map(keyOf));
  const gone = ids.filter((_, i) => (texts[i] ?? null) === null);
  if (gone.length > 0) await redis.srem(NAMES, ...gone);
  const workers = texts.flatMap((text) => (text === null ? [] : (parseWorker(text) ?? [])));
  return workers.sort((a, b) => (a.name + a.id).localeCompare(b.name + b.id));
}

function parseWorker(text: string): WorkerInfo | null {
  if (text.length > 10_000) return null;
  try {
    const parsed = workerInfoSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
