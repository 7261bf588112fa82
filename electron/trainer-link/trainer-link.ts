import type { CallInput, CallOutput, CancelSignal, Client, EventPayload } from '../../shared/contract/define.ts';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import type { EngineStatus } from '../../shared/contract/schemas/engine.ts';
import { trainerCalls, trainerEvents, type TrainerCalls, type TrainerEvents } from '../../shared/contract/trainer.ts';
import { connect } from '../../shared/rpc/connect.ts';
import type { HostEnvironment, TrainerChild } from '../environment.ts';
import { Emitter } from '../../shared/emitter.ts';
import { type LinkEvent, nextState } from './link-state.ts';

/** Loading the library takes about a second from a warm disk; a cold one may want many. */
const LOAD_TIMEOUT = 120_000;

type TrainerClient = Client<TrainerCalls, TrainerEvents>;
type LinkEnvironment = Pick<HostEnvironment, 'launchTrainer' | 'libraryFolder' | 'log'>;

/** How the trainer ended when nobody had asked it to. */
export interface Crash {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * The host's hold on the trainer process: launches it when it is first needed and again after a crash, keeps it warm,
 * and says at every time in which of link-state's states it is.
 */
export class TrainerLink {
  readonly onStatus: Emitter<EngineStatus>;
  readonly onLogs: Emitter<EventPayload<TrainerEvents, 'job.logs'>>;
  readonly onEnded: Emitter<EventPayload<TrainerEvents, 'job.ended'>>;
  readonly onCrash: Emitter<Crash>;
  private readonly env: LinkEnvironment;
  private current: EngineStatus = { state: 'stopped', facts: null, error: null, residentBytes: null };
  private child: TrainerChild | null = null;
  private loading: Promise<TrainerClient> | null = null;

  constructor(env: LinkEnvironment) {
    this.env = env;
    const onError = (thrown: unknown) => env.log.error('listener', { thrown: String(thrown) });
    this.onStatus = new Emitter(onError);
    this.onLogs = new Emitter(onError);
    this.onEnded = new Emitter(onError);
    this.onCrash = new Emitter(onError);
  }

  get status(): EngineStatus {
    return this.current;
  }

  /** Calls the trainer, which is launched first if need be. Throws what the call throws, or why there is no trainer. */
  async call<N extends keyof TrainerCalls & string>(
    name: N,
    input: CallInput<TrainerCalls, N>,
    options?: { signal?: CancelSignal },
  ): Promise<CallOutput<TrainerCalls, N>> {
    const client = await this.ready();
    const answer = await client.call(name, input, options);
    if (name === 'job.start') this.happen('job-began');
    return answer;
  }

  /** A trainer that has loaded TensorFlow. Throws `engine-missing`, `engine-broken`, `trainer-start-timeout`. */
  ready(): Promise<TrainerClient> {
    this.loading ??= this.launch().catch((thrown: unknown) => {
      this.loading = null;
      throw thrown;
    });
    return this.loading;
  }

  /** Ends the process. A job must have been stopped before. */
  stop(): void {
    this.happen('asked-to-stop', { facts: null, residentBytes: null });
    const child = this.child;
    this.forget();
    child?.kill();
  }

  /** Ends a process that hangs, as a crash would. */
  kill(): void {
    this.child?.kill();
  }

  private async launch(): Promise<TrainerClient> {
    this.happen('launch', { error: null });
    const child = this.start();
    this.child = child;
    const client = connect({ calls: trainerCalls, events: trainerEvents }, child.transport);
    client.on('job.logs', (news) => this.onLogs.emit(news));
    client.on('job.ended', (news) => {
      this.happen('job-ended');
      this.onEnded.emit(news);
    });
    client.on('memory', ({ residentBytes }) => this.happen(null, { residentBytes }));
    child.onExit((code, signal) => this.exited(child, { code, signal }));
    try {
      const facts = await withTimeout(
        client.call('engine.load', { libraryFolder: this.env.libraryFolder }),
        LOAD_TIMEOUT,
      );
      this.happen('loaded', { facts });
      return client;
    } catch (thrown) {
      const error = toErrorData(thrown);
      if (this.child === child && error.code !== 'disconnected') {
        this.happen('load-failed', { error });
        this.forget();
        child.kill();
      }
      throw thrown;
    }
  }

  /** Throws what keeps the process from being started at all, after saying so. */
  private start(): TrainerChild {
    try {
      return this.env.launchTrainer();
    } catch (thrown) {
      this.happen('load-failed', { error: toErrorData(thrown) });
      throw thrown;
    }
  }

  private exited(child: TrainerChild, crash: Crash): void {
    if (this.child !== child) return;
    this.forget();
    this.env.log.error('trainer ended', { ...crash });
    const error = toErrorData(new AppError('trainer-crashed', { reason: crash.signal ?? String(crash.code ?? '') }));
    this.happen('died', { error, residentBytes: null });
    this.onCrash.emit(crash);
  }

  private forget(): void {
    this.child = null;
    this.loading = null;
  }

  private happen(event: LinkEvent | null, change: Partial<EngineStatus> = {}): void {
    const state = event ? nextState(this.current.state, event) : this.current.state;
    this.current = { ...this.current, ...change, state };
    this.onStatus.emit(this.current);
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
