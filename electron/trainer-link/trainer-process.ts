import type { Client } from '../../shared/contract/define.ts';
import { AppError, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { trainerCalls, trainerEvents, type TrainerCalls, type TrainerEvents } from '../../shared/contract/trainer.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostChild } from '../environment.ts';
import type { EngineLaunch } from './engine-source.ts';

export type TrainerClient = Client<TrainerCalls, TrainerEvents>;

/** How a process ended. `signal` is null under Electron. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One trainer process, from its launch to its end. */
export class TrainerProcess {
  readonly client: TrainerClient;
  /** Whether it has an engine. */
  loaded = false;
  ending: Ending | null = null;
  /** The error for a message that broke the contract, for which the process was killed; null: there was none. */
  fault: ErrorData | null = null;
  /** Whether it was asked to end. */
  wasStopped = false;
  private readonly child: HostChild;
  private readonly listeners: ((ending: Ending) => void)[] = [];

  constructor(child: HostChild) {
    this.child = child;
    this.client = connect({ calls: trainerCalls, events: trainerEvents }, child.transport, {
      onGarbled: (event, cause) => {
        this.fault = toErrorData(new AppError('trainer-garbled', { event }, cause));
        child.kill();
      },
    });
    child.onExit((code, signal) => {
      this.ending = { code, signal };
      for (const listener of this.listeners) listener(this.ending);
    });
  }

  /** Calls `listener` once, whatever ended the process. */
  onEnding(listener: (ending: Ending) => void): void {
    this.listeners.push(listener);
  }

  /** How it ended, in a word; null while it lives. */
  get endingWords(): string | null {
    return this.ending && (this.ending.signal ?? `exit code ${this.ending.code ?? '?'}`);
  }

  /**
   * Loads an engine into it. Throws what the trainer throws, `trainer-start-timeout` {seconds}, or `disconnected` when
   * the process has ended; `ending` is set then.
   */
  async load({ engine, libraryFolder }: EngineLaunch, timeout: number): Promise<EngineFacts> {
    const backend = engine === 'webgpu' ? 'webgpu' : 'tensorflow';
    try {
      const facts = await withTimeout(this.client.call('engine.load', { backend, libraryFolder }), timeout);
      this.loaded = true;
      return facts;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'disconnected') await this.exit();
      throw thrown;
    }
  }

  /** Why it ended by itself: waits until it has. */
  async failure(): Promise<ErrorData> {
    await this.exit();
    return this.failureOf(this.ending!);
  }

  failureOf({ code, signal }: Ending): ErrorData {
    return this.fault ?? toErrorData(new AppError('trainer-crashed', { reason: signal ?? String(code ?? '') }));
  }

  stop(): void {
    this.wasStopped = true;
    this.kill();
  }

  kill(): void {
    this.child.kill();
  }

  /**
   * Waits for the process's exit, which comes a moment after its channel has closed; kills a process that stays without
   * a channel.
   */
  private exit(): Promise<void> {
    this.child.kill();
    return new Promise((resolve) => (this.ending ? resolve() : this.onEnding(() => resolve())));
  }
}

async function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('trainer-start-timeout', { seconds: milliseconds / 1000 })),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
