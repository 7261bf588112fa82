import process from 'node:process';

/** Where a queue is, as ioredis takes it. */
export interface QueuePlace {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly password?: string;
  readonly username?: string;
  readonly tls?: Record<string, never>;
}

/** The parts of an address that `queueAddressSchema` has taken. The password comes from the environment, so that no file keeps it. */
export function placeOf(address: string, env: NodeJS.ProcessEnv = process.env): QueuePlace {
  const url = new URL(address);
  const [password, username] = [env['INKSTONE_QUEUE_PASSWORD'], env['INKSTONE_QUEUE_USER']];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1) || 0),
    ...(password && { password }),
    ...(username && { username }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  };
}
