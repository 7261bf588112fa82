import type { Redis } from 'ioredis';
import { AppError } from '../../../../shared/contract/errors.ts';
import { placeOf } from './address.ts';

/** What every name in the queue's database begins with. */
export const PREFIX = 'inkstone';
/** The trials of all studies that share a server. */
export const QUEUE = 'trials';

/** Milliseconds until a first answer. */
const PATIENCE = 5000;
/** The longest wait before another try to come back, milliseconds. */
const LONGEST_WAIT = 2000;

export interface QueueConnection {
  readonly redis: Redis;
  readonly address: string;
  /** Hears whether the server can be reached, from now on. */
  onState(listener: (isLost: boolean) => void): void;
  close(): void;
}

/**
 * A connection to the queue's server. Once it stands, a server that goes away is waited for: what was asked meanwhile is answered
 * when it comes back. Throws `queue-unreachable` {address} if it does not stand at once, `queue-refused` {address, reason}.
 */
export async function connectQueue(address: string): Promise<QueueConnection> {
  // What searches on many machines need is loaded only by them.
  const { Redis } = await import('ioredis');
  let isOpen = false;
  const redis = new Redis({
    ...placeOf(address),
    lazyConnect: true,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isOpen ? Math.min(100 * times, LONGEST_WAIT) : null),
  });
  const faults: Error[] = [];
  redis.on('error', (error: Error) => void (isOpen || faults.push(error)));
  try {
    await redis.connect();
    await redis.ping();
  } catch (thrown) {
    redis.disconnect();
    throw refusal(address, [thrown as Error, ...faults]);
  }
  isOpen = true;
  return {
    redis,
    address,
    onState(listener) {
      redis.on('close', () => listener(true));
      redis.on('ready', () => listener(false));
    },
    close: () => redis.disconnect(),
  };
}

/** What a server says that is there, or that there is none. */
function refusal(address: string, faults: readonly Error[]): AppError {
  const said = faults.find(({ message }) => /^(NOAUTH|WRONGPASS|NOPERM|ERR) |AUTH/.test(message));
  if (said) return new AppError('queue-refused', { address, reason: said.message.slice(0, 200) }, said);
  return new AppError('queue-unreachable', { address }, faults[0]);
}

/** What a server that was reached has refused (its memory is full, its password another one, it is a copy), told as that; all else stays what it is. */
export const toldRefusal = (thrown: unknown, address: string): unknown =>
  thrown instanceof Error && thrown.name === 'ReplyError'
    ? new AppError('queue-refused', { address, reason: thrown.message.slice(0, 200) }, thrown)
    : thrown;

/** What BullMQ needs of a connection: one of its own for each of its parts, and no end of tries. */
export const forBullMq = (address: string) => ({
  ...placeOf(address),
  maxRetriesPerRequest: null,
  retryStrategy: (times: number) => Math.min(100 * times, LONGEST_WAIT),
});
