import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type { HandOver, Release, UpdatesStatus, UpdateStep } from '../../../shared/contract/schemas/update.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import { platformKey } from '../../native/pins.ts';
import type { EngineUse } from '../engine/engine-use.ts';
import type { SettingsService } from '../settings/settings.ts';
import { TransferRate } from '../transfer-rate.ts';
import { fileFor, releaseOf } from './feed.ts';
import { handOverOf } from './hand-over.ts';
import { type Publisher, publisher as ours } from './publisher.ts';
import { readFeed } from './read-feed.ts';
import { keepSeen } from './seen-feeds.ts';
import { Staging, type Wanted } from './staging.ts';
import { compareVersions } from './version.ts';

/** What tests may set. */
export interface UpdatesOptions {
  readonly publisher?: Publisher;
  readonly platform?: string;
  /** Milliseconds without a byte after which a server is left. */
  readonly stall?: number;
  readonly free?: (folder: string) => Promise<number | null>;
}

export interface UpdatesDependencies {
  readonly env: Pick<
    HostEnvironment,
    'host' | 'version' | 'packageFormat' | 'storageFolder' | 'installUpdate' | 'now' | 'log'
  >;
  readonly settings: Pick<SettingsService, 'get' | 'onChanged'>;
  readonly use: Pick<EngineUse, 'close'>;
  /** The name of a run that trains, in whatever process; null: none does. */
  readonly training: () => Promise<string | null>;
  readonly options?: UpdatesOptions | undefined;
}

const TELL_EVERY = 250;
const STALL = 30_000;

/** A release that was found, and its file if it has one for this package. */
interface Found {
  readonly release: Release;
  readonly wanted: Wanted | null;
}

/**
 * Newer versions of the studio: looked for when a user asks, or has asked for it at each start; fetched and installed on a click each.
 * docs/updates.md says what is checked, in which order.
 */
export class Updates {
  readonly onChanged: Emitter<UpdatesStatus>;
  private readonly deps: UpdatesDependencies;
  private readonly publisher: Publisher;
  private readonly staging: Staging;
  private current: UpdatesStatus;
  private found: Found | null = null;
  private job: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  /** Resolves when what was taken back last is gone. */
  private removed = Promise.resolve();
  /** Lets runs begin again. */
  private reopen: (() => void) | null = null;

  constructor(deps: UpdatesDependencies) {
    const { env, settings, options } = deps;
    this.deps = deps;
    this.publisher = options?.publisher ?? ours;
    this.staging = new Staging(env.storageFolder);
    this.onChanged = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
    this.current = { feed: this.feed, lookedAt: null, byItself: false, step: this.initialStep() };
    settings.onChanged.on(() => void this.followFeed());
  }

  get status(): UpdatesStatus {
    return this.current;
  }

  /** To be called by a host with a window, at its start: clears what is of no use any more, and looks if the user wants that. */
  async begin(): Promise<void> {
    const { env, settings } = this.deps;
    if (this.current.step.state === 'unsupported') return;
    await this.staging.sweep((version) => compareVersions(version, env.version) > 0);
    if (settings.get().updates === 'on-start' && this.feed !== null) await this.look(true);
  }

  /** Reads the feed, unless something was found already that is being fetched or installed. Never rejects: what fails is in the status. */
  async look(byItself = false): Promise<UpdatesStatus> {
    const { state } = this.current.step;
    if (['unsupported', 'downloading', 'ready', 'installing'].includes(state)) return this.current;
    if (!this.job) {
      this.begun((signal) => this.read(signal, byItself));
      this.tell({ state: 'looking' });
    }
    await this.job?.done;
    return this.current;
  }

  /** Begins to fetch what was found, in the background. Throws `not-found` if nothing was found that this package could take. */
  fetch(): void {
    if (this.job || ['ready', 'installing'].includes(this.current.step.state)) return;
    const { found } = this;
    if (!found?.wanted) throw new AppError('not-found');
    const { release, wanted } = found;
    this.begun((signal) => this.bring(release, wanted, signal));
  }

  /** Ends looking or fetching, or takes back what was fetched, and leaves nothing of it; what is being installed is ready again. */
  async cancel(): Promise<void> {
    const wasLooking = this.current.step.state === 'looking';
    await this.close();
    const { state } = this.current.step;
    if (state === 'installing') return this.open();
    // Told first: what is being removed cannot be installed.
    if (state === 'ready' || state === 'failed') this.tell(this.restingStep());
    if (!this.found?.wanted || wasLooking) return;
    const removing = this.staging.discard(this.found.wanted);
    this.removed = removing.catch(() => undefined);
    await removing;
  }

  /**
   * Hands the fetched release over, once its file has proved right again; no run begins from then on. Throws `not-found`, `unsupported`,
   * `busy-with-...`; what fails then is in the status.
   */
  async install(): Promise<void> {
    const { env, training, use } = this.deps;
    const { step } = this.current;
    const wanted = this.found?.wanted;
    if (step.state !== 'ready' || !wanted) throw new AppError('not-found');
    if (!env.installUpdate) throw new AppError('unsupported', { call: 'updates.install' });
    const run = await training();
    // Meanwhile it may have been taken back.
    if (this.current.step !== step) return;
    if (run !== null) throw new AppError('busy-with-run', { run });
    if (this.reopen) return;
    const reopen = use.close();
    this.reopen = reopen;
    this.tell({ ...step, state: 'installing' });
    try {
      const file = await this.staging.check(wanted);
      // The user may have thought better of it meanwhile, and again.
      if (this.reopen === reopen) await env.installUpdate(file);
    } catch (thrown) {
      env.log.warn('update is not installed', { error: told(thrown) });
      if (this.reopen !== null && this.reopen !== reopen) return;
      this.open();
      const isThere = !(thrown instanceof AppError && thrown.code === 'update-damaged');
      this.tell(failure(thrown, step.release, isThere ? step.handOver : null));
    }
  }

  /** Ends what is under way; what has come is kept for the next time. */
  async close(): Promise<void> {
    this.job?.abort.abort();
    await this.job?.done;
  }

  private async read(signal: AbortSignal, byItself: boolean): Promise<void> {
    const { env, options } = this.deps;
    this.current = { ...this.current, byItself };
    const address = this.feed;
    try {
      if (address === null) throw new AppError('update-feed-none');
      const { keys } = this.publisher;
      const feed = await readFeed({ address, keys, stall: options?.stall ?? STALL, signal, now: env.now() });
      await keepSeen(env.storageFolder, address, feed);
      const isNewer = compareVersions(feed.version, env.version) > 0;
      const file = fileFor(feed, options?.platform ?? platformKey(), env.packageFormat ?? 'none', address);
      const wanted = file && { ...file, version: feed.version };
      this.found = isNewer ? { release: releaseOf(feed, file?.size ?? null), wanted } : null;
      this.current = { ...this.current, lookedAt: env.now() };
      this.end(this.restingStep());
    } catch (thrown) {
      if (signal.aborted) return this.end(this.restingStep());
      env.log.warn('updates', { error: told(thrown) });
      this.found = null;
      this.end(failure(thrown, null));
    }
  }

  private async bring(release: Release, wanted: Wanted, signal: AbortSignal): Promise<void> {
    const { env, options } = this.deps;
    const rate = new TransferRate();
    let [last, toldAt] = [null as number | null, -Infinity];
    const onProgress = (bytes: number): void => {
      const now = env.now();
      // What had come before is in the first amount that is told.
      if (last !== null) rate.add(bytes - last, now);
      last = bytes;
      if (now - toldAt < TELL_EVERY) return;
      toldAt = now;
      this.tell({ state: 'downloading', release, bytes, etaSeconds: rate.secondsFor(wanted.size - bytes, now) });
    };
    this.tell({ state: 'downloading', release, bytes: 0, etaSeconds: null });
    try {
      await this.removed;
      await this.staging.sweep((version) => version === wanted.version);
      const stall = options?.stall ?? STALL;
      const file = await this.staging.fetch(wanted, { signal, stall, onProgress, free: options?.free });
      this.end({ state: 'ready', release, handOver: handOverOf(wanted.format, file) });
    } catch (thrown) {
      if (signal.aborted) return this.end({ state: 'available', release });
      env.log.warn('update is not fetched', { error: told(thrown) });
      this.end(failure(thrown, release));
    }
  }

  /** `work` never rejects, and calls `end`. */
  private begun(work: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController();
    this.job = { abort, done: Promise.resolve().then(() => work(abort.signal)) };
  }

  private end(step: UpdateStep): void {
    this.job = null;
    this.tell(step);
  }

  private tell(step: UpdateStep): void {
    this.current = { ...this.current, feed: this.feed, step };
    this.onChanged.emit(this.current);
  }

  /** Lets runs begin again. */
  private open(): void {
    const { step } = this.current;
    this.reopen?.();
    this.reopen = null;
    if (step.state === 'installing') this.tell({ ...step, state: 'ready' });
  }

  /** What was found at another address is not offered any more. */
  private async followFeed(): Promise<void> {
    if (this.feed === this.current.feed) return;
    await this.close();
    this.current = { ...this.current, lookedAt: null };
    const { state } = this.current.step;
    if (state === 'ready' || state === 'installing' || state === 'unsupported') return this.tell(this.current.step);
    this.found = null;
    this.tell({ state: 'idle' });
  }

  private get feed(): string | null {
    return this.deps.settings.get().updateFeed ?? this.publisher.feed;
  }

  private restingStep(): UpdateStep {
    if (this.found) return { state: 'available', release: this.found.release };
    return { state: this.current.lookedAt === null ? 'idle' : 'current' };
  }

  private initialStep(): UpdateStep {
    const { host, packageFormat } = this.deps.env;
    if (packageFormat === null) return { state: 'unsupported', reason: 'checkout' };
    if (host === 'web') return { state: 'unsupported', reason: 'browser' };
    if (packageFormat === 'none') return { state: 'unsupported', reason: 'package' };
    return this.publisher.keys.length === 0 ? { state: 'unsupported', reason: 'unsigned' } : { state: 'idle' };
  }
}

/** For the log, which others may read: what an address is asked with may be a key to it. */
const told = (thrown: unknown): string => String(thrown).replace(/\?[^\s"]*/g, '?...');

const failure = (thrown: unknown, release: Release | null, handOver: HandOver | null = null): UpdateStep => ({
  state: 'failed',
  error: toErrorData(thrown),
  release,
  handOver,
});
