import type { CallInput, CallOutput, CancelSignal, EventPayload } from '../../shared/contract/define.ts';
import { AppError, fromErrorData, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import type { EngineFacts, EngineStatus } from '../../shared/contract/schemas/engine.ts';
import type { TrainerCalls, TrainerEvents } from '../../shared/contract/trainer.ts';
import type { HostEnvironment } from '../environment.ts';
import { Emitter } from '../../shared/emitter.ts';
import { abortable } from '../../shared/rpc/cancel.ts';
import { type EngineLaunch, type EngineSource, launchFailure, otherThanAsked } from './engine-source.ts';
import { type LinkEvent, nextState } from './link-state.ts';
import { type Ending, type TrainerClient, TrainerProcess } from './trainer-process.ts';

/** Loading the library takes about a second from a warm disk; a cold one may want many. */
const LOAD_TIMEOUT = 120_000;

type LinkEnvironment = Pick<HostEnvironment, 'launchTrainer' | 'log'>;

/** The part of the engine's status that is the trainer's. */
export type TrainerStatus = Pick<EngineStatus, 'state' | 'facts' | 'error'>;

/** How the trainer ended without being asked to, and the error for it. */
export interface Crash extends Ending {
  readonly error: ErrorData;
}

/**
 * The host's link to the trainer process: launches it when it is first needed and again after a crash, keeps it
 * running, and reports its state (see link-state.ts). The engine source decides which engine the trainer loads. If one
 * fails, the next one is tried in a new process.
 */
export class TrainerLink {
  readonly onStatus: Emitter<TrainerStatus>;
  readonly onLogs: Emitter<EventPayload<TrainerEvents, 'job.logs'>>;
  readonly onEnded: Emitter<EventPayload<TrainerEvents, 'job.ended'>>;
  readonly onCrash: Emitter<Crash>;
  readonly onReading: Emitter<EventPayload<TrainerEvents, 'evaluation.progress'>>;
  readonly onMemory: Emitter<EventPayload<TrainerEvents, 'memory'>>;
  private readonly env: LinkEnvironment;
  private readonly source: EngineSource;
  private current: TrainerStatus = { state: 'stopped', facts: null, error: null };
  private process: TrainerProcess | null = null;
  private loading: Promise<TrainerClient> | null = null;
  private calls = 0;
  private retiring = false;

  constructor(env: LinkEnvironment, source: EngineSource) {
    this.env = env;
    this.source = source;
    const onError = (thrown: unknown) => env.log.error('listener', { thrown: String(thrown) });
    this.onStatus = new Emitter(onError);
    this.onLogs = new Emitter(onError);
    this.onEnded = new Emitter(onError);
    this.onCrash = new Emitter(onError);
    this.onReading = new Emitter(onError);
    this.onMemory = new Emitter(onError);
  }

  get status(): TrainerStatus {
    return this.current;
  }

  /**
   * Calls the trainer, which is launched first if need be. Throws what the call throws, why there is no trainer, or why it ended
   * meanwhile: `trainer-crashed` {reason}, `trainer-garbled` {event}. Calls about jobs, which hear of a crash by `onCrash`, throw
   * `disconnected` then, as all do after `stop`.
   */
  async call<N extends keyof TrainerCalls & string>(
    name: N,
    input: CallInput<TrainerCalls, N>,
    options: { signal?: CancelSignal } = {},
  ): Promise<CallOutput<TrainerCalls, N>> {
    this.calls++;
    try {
      const client = await abortable(this.ready(), options.signal);
      if (name === 'job.start') return await this.begin(() => client.call(name, input, options));
      if (name.startsWith('job.')) return await client.call(name, input, options);
      return await this.toEnd(client, () => client.call(name, input, options));
    } finally {
      this.calls--;
      this.retireIfIdle();
    }
  }

  /** Does work of the trainer that is running now, and says why if that ends by itself before. */
  private async toEnd<T>(client: TrainerClient, work: () => Promise<T>): Promise<T> {
    const child = this.process;
    try {
      return await work();
    } catch (thrown) {
      const isGone = thrown instanceof AppError && thrown.code === 'disconnected';
      if (!isGone || child?.client !== client || child.wasStopped) throw thrown;
      throw fromErrorData(await child.failure());
    }
  }

  /** A trainer that has loaded its engine. Throws `engine-missing`, `engine-broken`, `trainer-start-timeout`. */
  ready(): Promise<TrainerClient> {
    if (this.loading) return this.loading;
    const loading = this.launch().catch((thrown: unknown) => {
      if (this.loading === loading) this.loading = null;
      throw thrown;
    });
    this.loading = loading;
    return loading;
  }

  /** Ends the process. A job must have been stopped before. */
  stop(): void {
    this.retiring = false;
    this.happen('asked-to-stop', { facts: null });
    const { process } = this;
    this.forget();
    process?.stop();
  }

  /** Ends the process as soon as no call is pending; the next call launches the engine that the source names then. */
  retire(): void {
    this.retiring = this.process !== null;
    this.retireIfIdle();
  }

  /** Ends a process that hangs, as a crash would. */
  kill(): void {
    this.process?.kill();
  }

  /** The state is busy from the request on: the job's end may arrive before the answer that it has begun. */
  private async begin<T>(start: () => Promise<T>): Promise<T> {
    if (this.current.state !== 'ready') return start();
    this.happen('job-began');
    try {
      return await start();
    } catch (thrown) {
      this.happen('job-ended');
      throw thrown;
    }
  }

  private retireIfIdle(): void {
    if (this.retiring && this.calls === 0 && this.current.state === 'ready') this.stop();
  }

  private async launch(): Promise<TrainerClient> {
    this.happen('launch', { error: null, facts: null });
    const launches = this.source.launches();
    for (const launch of launches.slice(0, -1)) {
      const client = await this.attempt(launch);
      if (client) return client;
    }
    return this.lastResort(launches.at(-1)!);
  }

  /** Null when this engine failed and the next one is to be tried. Throws only when it was stopped meanwhile. */
  private async attempt(launch: EngineLaunch): Promise<TrainerClient | null> {
    let child: TrainerProcess | null = null;
    try {
      child = this.start(launch);
      const facts = await child.load(launch, LOAD_TIMEOUT);
      const other = otherThanAsked(launch, facts);
      if (!other) return this.loaded(child, facts);
      this.source.refused(launch.engine, other);
    } catch (thrown) {
      if (this.process !== child) throw thrown;
      this.source.refused(launch.engine, launchFailure(launch.engine, toErrorData(thrown), child?.endingWords ?? null));
    }
    this.process = null;
    child?.kill();
    return null;
  }

  /** Launches the last engine of the list. If it fails, reports the error and throws it. */
  private async lastResort(launch: EngineLaunch): Promise<TrainerClient> {
    let child: TrainerProcess | null = null;
    try {
      child = this.start(launch);
      return this.loaded(child, await child.load(launch, LOAD_TIMEOUT));
    } catch (thrown) {
      if (this.process !== child) throw thrown;
      if (child?.ending) this.crashed(child, child.ending);
      else {
        this.happen('load-failed', { error: toErrorData(thrown) });
        this.forget();
        child?.kill();
      }
      throw thrown;
    }
  }

  private loaded(child: TrainerProcess, facts: EngineFacts): TrainerClient {
    if (this.process !== child) throw new AppError('disconnected');
    this.happen('loaded', { facts });
    this.retireIfIdle();
    return child.client;
  }

  private start({ engine }: EngineLaunch): TrainerProcess {
    const child = new TrainerProcess(this.env.launchTrainer(engine === 'webgpu' ? 'webgpu' : 'tensorflow'));
    this.process = child;
    // Events of a process that has ended or was given up must not be taken for those of the next one.
    child.client.on('job.logs', (news) => {
      if (this.process === child) this.onLogs.emit(news);
    });
    child.client.on('job.ended', (news) => {
      if (this.process !== child) return;
      this.happen('job-ended');
      this.onEnded.emit(news);
      this.retireIfIdle();
    });
    child.client.on('evaluation.progress', (news) => {
      if (this.process === child) this.onReading.emit(news);
    });
    child.client.on('memory', (news) => {
      if (this.process === child) this.onMemory.emit(news);
    });
    child.onEnding((ending) => this.ended(child, ending));
    return child;
  }

  private ended(child: TrainerProcess, ending: Ending): void {
    if (this.process !== child) return;
    this.env.log.error('trainer ended', { ...ending, ...(child.fault && { fault: child.fault.details }) });
    // While it loads, the launch that waits for it handles its end.
    if (child.loaded) this.crashed(child, ending);
  }

  private crashed(child: TrainerProcess, ending: Ending): void {
    this.forget();
    const error = child.failureOf(ending);
    this.happen('died', { error });
    this.onCrash.emit({ ...ending, error });
  }

  private forget(): void {
    this.process = null;
    this.loading = null;
  }

  private happen(event: LinkEvent, change: Partial<TrainerStatus> = {}): void {
    const state = nextState(this.current.state, event);
    this.current = { ...this.current, ...change, state };
    this.onStatus.emit(this.current);
  }
}
