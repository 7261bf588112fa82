import type { CancelSignal } from '../../../shared/contract/define.ts';
import { type ErrorData, toErrorData } from '../../../shared/contract/errors.ts';
import type { Augmented, AugmentRequest } from '../../../shared/contract/schemas/augmented.ts';
import type { EngineChoice, EngineStatus } from '../../../shared/contract/schemas/engine.ts';
import type { ProbeRequest, ProbeSubject, RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { PredictedSpeed, Speed } from '../../../shared/contract/schemas/speed.ts';
import { checkAugmentation } from '../../../shared/data/augment.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { EngineLaunch, EngineName, EngineSource } from '../../trainer-link/engine-source.ts';
import { type Crash, TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { SettingsService } from '../settings/settings.ts';
import { chooseEngines, type ChosenEngines } from './choose-engine.ts';
import { CudaLibrary, type CudaOptions } from './cuda-library.ts';
import { EngineUse } from './engine-use.ts';
import { freeMemory, mayHaveGraphicsCard } from './machine.ts';
import { MemoryCheck } from './memory-check.ts';
import { KnownSpeeds } from './known-speeds.ts';
import { compareSpeeds, PROBE_SECONDS, readSpeeds, type SpeedRecord } from './speeds.ts';

type EngineEnvironment = Pick<
  HostEnvironment,
  'host' | 'launchTrainer' | 'libraryFolder' | 'log' | 'now' | 'storageFolder' | 'version'
>;

export interface EngineDependencies {
  readonly env: EngineEnvironment;
  readonly settings: SettingsService;
  readonly cuda?: CudaOptions | undefined;
  /** What tests may set: whether there may be a graphics card, how long is idle, milliseconds, and the system's free memory, bytes. */
  readonly hasCard?: (() => boolean) | undefined;
  readonly idleMs?: number | undefined;
  readonly freeMemory?: (() => number) | undefined;
}

/** With `auto`, WebGPU is measured once, when the trainer has had nothing to do for so long, milliseconds. */
const IDLE = 30_000;

/**
 * Exit codes and signals that do not count against an engine: the process was killed, perhaps by the system for lack of
 * memory.
 */
const KILLED = ['SIGKILL', 'SIGTERM', 'SIGINT', 9, 15, 130, 137, 143];

/**
 * Which engine trains, and the trainer that it runs in. The chosen engine is tried once. When it fails, the reason is
 * kept and shown, and the processor is used until the choice or the installation changes.
 */
export class EngineService implements EngineSource {
  readonly link: TrainerLink;
  readonly cuda: CudaLibrary;
  readonly memory: MemoryCheck;
  readonly use = new EngineUse();
  private readonly known = new KnownSpeeds();
  readonly onStatus: Emitter<EngineStatus>;
  private readonly env: EngineEnvironment;
  private readonly hasCard: () => boolean;
  private readonly idleMs: number;
  private refusals: Partial<Record<EngineName, ErrorData>> = {};
  private choice: EngineChoice;
  private speeds: SpeedRecord | null;
  private idle: NodeJS.Timeout | null = null;

  private constructor(dependencies: EngineDependencies, speeds: SpeedRecord | null) {
    const { env, settings, cuda, hasCard = mayHaveGraphicsCard, idleMs = IDLE } = dependencies;
    this.env = env;
    this.hasCard = hasCard;
    this.idleMs = idleMs;
    this.speeds = speeds;
    this.choice = settings.get().engine;
    this.onStatus = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
    this.cuda = new CudaLibrary(env, cuda);
    this.link = new TrainerLink(env, this);
    this.memory = new MemoryCheck({
      link: this.link,
      engine: () => this.chosen().order[0]!,
      freeMemory: dependencies.freeMemory ?? freeMemory,
    });
    this.link.onStatus.on(() => {
      this.watchIdleness();
      this.tell();
    });
    this.link.onCrash.on((crash) => this.crashed(crash));
    this.cuda.onChanged.on(({ state }) => (state === 'ready' ? this.changed() : this.tell()));
    settings.onChanged.on(({ engine }) => {
      if (engine === this.choice) return;
      this.choice = engine;
      this.changed();
    });
  }

  static async open(dependencies: EngineDependencies): Promise<EngineService> {
    return new EngineService(dependencies, await readSpeeds(dependencies.env));
  }

  get status(): EngineStatus {
    return { ...this.link.status, cuda: this.cuda.status, fallback: this.chosen().fallback };
  }

  launches(): readonly EngineLaunch[] {
    return this.chosen().order.map((engine) => this.launchOf(engine));
  }

  refused(engine: EngineName, error: ErrorData): void {
    this.env.log.warn('engine refused', { engine, error: error.code, ...error.params });
    this.refusals = { ...this.refusals, [engine]: error };
    this.tell();
  }

  /**
   * Starts the trainer. An engine that was refused is tried once more, but not right after a crash, which may have been
   * its doing. Throws as TrainerLink.ready does.
   */
  async start(): Promise<EngineStatus> {
    if (this.link.status.state !== 'crashed' && Object.keys(this.refusals).length > 0) this.changed();
    await this.link.ready();
    // Another engine was chosen while this one loaded, and it was ended at once.
    if (this.link.status.state === 'stopped') await this.link.ready();
    return this.status;
  }

  /** Removes CUDA from the disk. Throws as `EngineUse.mustBeFree` while it is used, storage errors. */
  async removeCuda(): Promise<void> {
    if (this.link.status.facts?.engine === 'cuda') {
      this.use.mustBeFree();
      this.link.stop();
    }
    await this.cuda.remove();
    this.changed();
  }

  /**
   * How fast this machine trains: a subject, or the Tutorial. With the Tutorial, `auto` and no measurement yet, WebGPU
   * is measured too, in a process of its own; if it is faster, the next trainer runs on it. Throws as
   * `EngineUse.mustBeFree` while the engine is taken, `cancelled` when the signal aborts, `model-too-large-for-memory` as
   * `MemoryCheck.check`.
   */
  async probe(signal?: CancelSignal, subject?: ProbeRequest): Promise<Speed> {
    if (subject) this.memory.check(subject, 0);
    return this.use.measure('probe', signal, async (ended) => {
      const probe = await this.link.call('engine.probe', { seconds: PROBE_SECONDS, subject }, { signal: ended });
      // Both engines must be compared by the same model.
      if (!subject) await this.compareWith(probe);
      else this.known.keep(subject, this.link.status.facts?.engine ?? null, probe);
      return probe;
    });
  }

  /** Images as a run of this seed changes them. Throws `augmentation-too-large`, `image-size`, `cancelled`, and what keeps the trainer from starting. */
  augment(request: AugmentRequest, signal: CancelSignal): Promise<Augmented> {
    checkAugmentation(request.augmentation, request.inputShape);
    return this.link.call('engine.augment', request, { signal });
  }

  /** What the last probe of this very model and recipe came to, on the engine that is there; null without one. */
  predicted(subject: Pick<RunSpec, keyof ProbeSubject>): PredictedSpeed | null {
    return this.known.find(subject, this.link.status.facts?.engine ?? null);
  }

  async stop(): Promise<void> {
    this.endIdleness();
    await this.cuda.cancel();
    this.link.stop();
  }

  /** Measures WebGPU beside what the processor came to, if it may be chosen by that. */
  private async compareWith({ imagesPerSecond }: Speed): Promise<void> {
    const { facts } = this.link.status;
    if (this.choice !== 'auto' || facts?.engine !== 'cpu' || this.speeds || !this.hasCard()) return;
    this.speeds = await compareSpeeds(this.env, imagesPerSecond);
    if (this.chosen().order[0] !== 'cpu') this.link.retire();
    this.tell();
  }

  private chosen(): ChosenEngines {
    return chooseEngines({
      choice: this.choice,
      cuda: this.cuda.status.state,
      refused: this.refusals,
      speeds: this.speeds,
    });
  }

  private launchOf(engine: EngineName): EngineLaunch {
    if (engine === 'cpu') return { engine, libraryFolder: this.env.libraryFolder };
    if (engine === 'webgpu') return { engine, libraryFolder: null };
    try {
      this.cuda.prepare();
    } catch (thrown) {
      this.env.log.warn('addon for CUDA', { error: toErrorData(thrown).code });
    }
    return { engine, libraryFolder: this.cuda.folder };
  }

  /** Refused engines get another chance, and an idle trainer is ended so that the next one uses the chosen engine. */
  private changed(): void {
    this.refusals = {};
    const { facts, state } = this.link.status;
    if (state === 'ready' || state === 'busy' || state === 'starting') {
      if (facts?.engine !== this.chosen().order[0]) this.link.retire();
    }
    this.tell();
  }

  /** A graphics card's driver that takes the whole process down would do so again at the next start. */
  private crashed({ code, signal }: Crash): void {
    const engine = this.link.status.facts?.engine;
    if (!engine || engine === 'cpu' || KILLED.includes(signal ?? code ?? '')) return;
    const reason = signal ?? `exit code ${code ?? '?'}`;
    this.refused(engine, { code: engine === 'cuda' ? 'cuda-failed' : 'webgpu-failed', params: { reason } });
  }

  private watchIdleness(): void {
    const { facts, state } = this.link.status;
    const wanted = this.env.host !== 'cli' && this.choice === 'auto' && !this.speeds && facts?.engine === 'cpu';
    if (state !== 'ready' || !wanted) return this.endIdleness();
    if (this.idle || !this.hasCard()) return;
    this.idle = setTimeout(() => {
      this.probe().catch((thrown: unknown) => this.env.log.info('no probe', { error: toErrorData(thrown).code }));
    }, this.idleMs).unref();
  }

  private endIdleness(): void {
    if (this.idle) clearTimeout(this.idle);
    this.idle = null;
  }

  private tell(): void {
    this.onStatus.emit(this.status);
  }
}
