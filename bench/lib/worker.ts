import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Contender, Turn } from './turns.ts';

const readySchema = z.object({
  ready: z.literal(true),
  versions: z.record(z.string(), z.string()),
  /** The model's parameters; null for a contender without a model. */
  parameters: z.number().int().nullable().default(null),
});

const turnSchema = z.object({
  amount: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number().nullable(),
  tensorflowSeconds: z.number().nullable().default(null),
});

/** How many characters of a failed worker's stderr are shown. */
const LAST_WORDS = 2000;

export interface WorkerOptions {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The model that it must have built; no check if null. */
  readonly parameters?: number | null;
}

/**
 * A contender in a process of its own, ours or in another language: it warms up, says that it is ready in a line of
 * JSON, and answers each line that it is sent with one turn in a line of JSON; see workers/answer-turns.ts and
 * peers/turns.py. Resting, it waits for input. Throws with the end of its stderr when it ends early, and when it built
 * another model.
 */
export async function startWorker({ name, command, env, parameters = null }: WorkerOptions): Promise<Contender> {
  const child = spawn(command[0]!, command.slice(1), { env: { ...process.env, ...env } });
  const lines = new Lines(name, child);
  const ready = readySchema.parse(await lines.next());
  if (parameters !== null && ready.parameters !== parameters) {
    child.kill();
    throw new Error(`${name} trains ${ready.parameters} parameters instead of ${parameters}: not the same model`);
  }
  return {
    name,
    about: ready.versions,
    async turn(): Promise<Turn> {
      child.stdin.write('\n');
      return turnSchema.parse(await lines.next());
    },
    async end() {
      child.stdin.end();
      await lines.ended;
    },
  };
}

/** The lines of JSON that a process prints, one at a time; other lines are passed over. */
class Lines {
  readonly ended: Promise<void>;
  private readonly waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  private words = '';
  private over = false;
  private readonly name: string;

  constructor(name: string, child: ChildProcess) {
    this.name = name;
    child.stderr!.on('data', (chunk: Buffer) => (this.words = (this.words + chunk.toString()).slice(-LAST_WORDS)));
    // If a worker ends before it reads, its exit reports that.
    child.stdin!.on('error', () => undefined);
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) this.waiting.shift()?.resolve(JSON.parse(line));
    });
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.over = true;
        for (const { reject } of this.waiting.splice(0)) reject(this.failure());
        resolve();
      };
      child.once('close', end);
      child.once('error', (error) => {
        this.words += error.message;
        end();
      });
    });
  }

  next(): Promise<unknown> {
    if (this.over) return Promise.reject(this.failure());
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private failure(): Error {
    return new Error(`${this.name} ended early:\n${this.words}`);
  }
}
