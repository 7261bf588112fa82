import { stream } from '../../shared/random/random.ts';
import { launchWebStudio } from '../../test/fixtures/web-studio.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { residentMemory } from '../lib/resident.ts';
import { callFrame, changedFrameForHost } from './call-frames.ts';
import { exchange } from './connection.ts';
import { tally, type Tried } from './tried.ts';
import { visit } from './web-socket.ts';

/** An answer that takes longer is none, milliseconds. */
const PATIENCE = 60_000;

/**
 * Sends inputs from the first number up to the second to a real web host, each with a call behind it that must be served
 * unless the host has ended the connection. The host runs without data and must be alive at the end.
 */
export async function throughSocket(
  seed: number,
  [from, to]: readonly [number, number],
  { say = () => undefined, limits = true }: { say?: (text: string) => void; limits?: boolean } = {},
): Promise<Tried> {
  const counts = tally('web socket', limits);
  const studio = await launchWebStudio({ env: { INKSTONE_MNIST_DIR: '' } });
  try {
    const visitor = await visit(studio.url);
    let connection = await visitor.connect();
    // TensorFlow takes its seconds to load, whatever the input is that asks for it first.
    await within(PATIENCE, exchange(connection, callFrame('models.predict')));
    for (let number = from; number < to; number++) {
      const frame = changedFrameForHost(stream(seed, 'synthetic', number));
      const before = residentMemory(studio.process.pid!)?.now ?? null;
      const start = performance.now();
      let [code, fault]: [string | null, string | null] = [null, null];
      const answered = await within(PATIENCE, exchange(connection, frame)).catch((thrown: unknown) => {
        code = 'internal';
        fault = thrown instanceof AppError && thrown.cause instanceof Error ? thrown.cause.message : String(thrown);
        return 'closed' as const;
      });
      const seconds = (performance.now() - start) / 1000;
      const after = residentMemory(studio.process.pid!)?.now ?? null;
      const grown = before === null || after === null ? null : after - before;
      counts.add(number, { seconds, grown, code, fault });
      if (fault !== null) say(`web socket:${number} ${String(fault)}`);
      if (studio.process.exitCode !== null || studio.process.signalCode !== null) {
        counts.fail(number, `ended the host: ${studio.log()}`);
        break;
      }
      if (answered === 'served') continue;
      connection.close();
      connection = await visitor.connect();
    }
    connection.close();
  } finally {
    await studio.close();
  }
  return counts.tried();
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
