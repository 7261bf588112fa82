import type { CallInput, CallOutput, CancelSignal, Client } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { readerCalls, readerEvents, type ReaderCalls, type ReaderEvents } from '../../shared/contract/reader.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostChild, HostEnvironment } from '../environment.ts';

export interface ReaderLinkOptions {
  readonly env: Pick<HostEnvironment, 'launchReader' | 'log'>;
  /** A reader that has had nothing to do for so long is ended, milliseconds. */
  readonly idleMs?: number | undefined;
}

export interface ReaderCallOptions {
  readonly signal?: CancelSignal | undefined;
  /** A reader that has told nothing for so long is ended, milliseconds. A call that may take long tells its progress each second. */
  readonly patience?: number | undefined;
}

const IDLE = 60_000;
const PATIENCE = 60_000;

interface Reader {
  readonly child: HostChild;
  readonly client: Client<ReaderCalls, ReaderEvents>;
}

/**
 * A reader process, from the first call that needs one: started anew after a crash, ended when it is idle. Calls are
 * answered one at a time, so that what ends the process is the fault of that call's file alone.
 */
export class ReaderLink {
  private readonly options: ReaderLinkOptions;
  private reader: Reader | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: ReaderLinkOptions) {
    this.options = options;
  }

  /**
   * Throws what the call throws, `reader-crashed` when the process ended over it, `reader-timeout` {seconds}, `cancelled`,
   * and `disconnected` after `stop`.
   */
  call<N extends keyof ReaderCalls & string>(
    name: N,
    input: CallInput<ReaderCalls, N>,
    options: ReaderCallOptions = {},
  ): Promise<CallOutput<ReaderCalls, N>> {
    const answer = this.turn.then(() => this.ask(name, input, options));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the process; calls that wait are refused. */
  stop(): void {
    this.stopped = true;
    this.end();
  }

  private async ask<N extends keyof ReaderCalls & string>(
    name: N,
    input: CallInput<ReaderCalls, N>,
    { signal, patience = PATIENCE }: ReaderCallOptions,
  ): Promise<CallOutput<ReaderCalls, N>> {
    if (this.stopped) throw new AppError('disconnected');
    if (signal?.aborted) throw new AppError('cancelled');
    clearTimeout(this.idle);
    const reader = (this.reader ??= this.start());
    let late = false;
    const giveUp = (): void => {
      late = true;
      this.end();
    };
    let timer = setTimeout(giveUp, patience);
    const stop = reader.client.on('data.progress', () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, patience);
    });
    try {
      return await reader.client.call(name, input, { signal });
    } catch (thrown) {
      // A cancelled call goes on in the process; the next call must not wait for it.
      if (signal?.aborted) this.end();
      if (late) throw new AppError('reader-timeout', { seconds: patience / 1000 }, thrown);
      if (!(thrown instanceof AppError) || thrown.code !== 'disconnected' || this.stopped) throw thrown;
      throw new AppError('reader-crashed', {}, thrown);
    } finally {
      stop();
      clearTimeout(timer);
      this.idle = setTimeout(() => this.end(), this.options.idleMs ?? IDLE);
      this.idle.unref();
    }
  }

  private start(): Reader {
    const child = this.options.env.launchReader();
    const client = connect({ calls: readerCalls, events: readerEvents }, child.transport, {
      // A message that breaks the contract ends the reader, never the host.
      onGarbled: () => child.kill(),
    });
    const reader = { child, client };
    child.onExit((code, signal) => {
      if (this.reader !== reader) return;
      this.options.env.log.warn('reader ended', { code, signal });
      this.reader = null;
      // A process that could not be started has no channel that closes.
      client.close();
    });
    client.onClose(() => {
      if (this.reader === reader) this.end();
    });
    return reader;
  }

  private end(): void {
    clearTimeout(this.idle);
    const reader = this.reader;
    this.reader = null;
    reader?.child.kill();
  }
}
