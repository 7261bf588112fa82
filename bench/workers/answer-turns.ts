import { createInterface } from 'node:readline';
import type { Turn } from '../lib/turns.ts';

interface Ready {
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters?: number | null;
}

interface TurnOptions {
  /** Counts the seconds of TensorFlow. */
  readonly tensorflow?: () => number;
  /** Work before it rests that is no part of the turn. */
  readonly rest?: () => Promise<void>;
}

/**
 * A worker's side of lib/worker.ts: says that it is ready, then does one turn of work for each line of input and answers how
 * much it was and how long it took. Resolves when the input ends.
 */
export async function answerTurns(
  ready: Ready,
  work: () => number | Promise<number>,
  { tensorflow, rest }: TurnOptions = {},
): Promise<void> {
  say({ ready: true, ...ready });
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) {
    const [wall, cpu, inTensorflow] = [performance.now(), process.cpuUsage(), tensorflow?.() ?? 0];
    const amount = await work();
    const { user, system } = process.cpuUsage(cpu);
    const turn: Turn = {
      amount,
      seconds: (performance.now() - wall) / 1000,
      cpuSeconds: (user + system) / 1e6,
      tensorflowSeconds: tensorflow ? tensorflow() - inTensorflow : null,
    };
    await rest?.();
    say(turn);
  }
}

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
