import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type { CudaStatus } from '../../../shared/contract/schemas/engine.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { HostEnvironment } from '../../environment.ts';
import { storageError } from '../../files/atomic-write.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { bytesNeeded, cudaFolder, isCudaInstalled } from '../../native/cuda/cuda-folder.ts';
import { cudaPins, diskBytes, downloadBytes } from '../../native/cuda/cuda-pins.ts';
import type { CudaPins } from '../../native/cuda/cuda-pins.ts';
import { findAddon } from '../../native/cuda/find-addon.ts';
import { installCuda, placeAddon } from '../../native/cuda/install-cuda.ts';
import { removeCuda } from '../../native/cuda/remove-cuda.ts';
import { cacheFolder } from '../../native/cache-folder.ts';
import { platformKey } from '../../native/pins.ts';
import { SetupError } from '../../native/provision/setup-error.ts';
import { packageIndexes } from '../../native/provision/wheel-index.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { TransferRate } from '../transfer-rate.ts';

/** What tests may set. */
export interface CudaOptions {
  readonly pins?: CudaPins;
  readonly cache?: string;
  readonly indexes?: readonly string[];
  readonly addon?: () => string;
  /** Bytes free where a folder lies. */
  readonly free?: (folder: string) => Promise<number | null>;
  readonly stallMs?: number;
  readonly retryMs?: number;
}

const TELL_EVERY = 250;

/** TensorFlow for NVIDIA's cards on this machine: whether it is there, and its fetching and removal. */
export class CudaLibrary {
  readonly onChanged: Emitter<CudaStatus>;
  private readonly env: Pick<HostEnvironment, 'log' | 'now'>;
  private readonly options: CudaOptions;
  private readonly pins: CudaPins;
  private readonly cache: string;
  private current: CudaStatus;
  private job: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  constructor(env: Pick<HostEnvironment, 'log' | 'now'>, options: CudaOptions = {}) {
    this.env = env;
    this.options = options;
    this.pins = options.pins ?? cudaPins;
    this.cache = options.cache ?? cacheFolder();
    this.onChanged = new Emitter((thrown) => env.log.error('listener', { thrown: String(thrown) }));
    this.current = this.look();
  }

  get status(): CudaStatus {
    return this.current;
  }

  /** The engine folder. */
  get folder(): string {
    return cudaFolder(this.cache, this.pins);
  }

  /** Begins to fetch it, in the background; nothing if it is there or on its way. Throws `cuda-unsupported`. */
  install(): void {
    if (this.current.state === 'unsupported') throw new AppError('cuda-unsupported');
    if (this.job || this.current.state === 'ready') return;
    const abort = new AbortController();
    const done = this.fetch(abort.signal).then(
      () => this.end({ state: 'ready' }),
      (thrown: unknown) => this.failed(thrown, abort.signal),
    );
    this.job = { abort, done };
  }

  /** Ends the fetching; what has come is kept for the next time. */
  async cancel(): Promise<void> {
    this.job?.abort.abort();
    await this.settled();
  }

  /** Resolves when nothing is being fetched any more. */
  settled(): Promise<void> {
    return this.job?.done ?? Promise.resolve();
  }

  /** Takes it off the disk, and what was fetched of it. It must not be in use. Throws storage errors. */
  async remove(): Promise<void> {
    await this.cancel();
    await removeCuda(this.cache, this.pins).catch((error: unknown) => {
      throw storageError(error, this.folder);
    });
    this.tell(this.look());
  }

  /** Brings the addon beside the library, where an update of Inkstone has changed it. */
  prepare(): void {
    placeAddon(this.folder, this.addon());
  }

  private async fetch(signal: AbortSignal): Promise<void> {
    const rate = new TransferRate();
    let toldAt = -Infinity;
    const tell = (bytes: number, totalBytes: number) => {
      const now = this.env.now();
      if (now - toldAt < TELL_EVERY) return;
      toldAt = now;
      const etaSeconds = rate.secondsFor(totalBytes - bytes, now);
      this.tell({ state: 'downloading', bytes, totalBytes, etaSeconds });
    };
    tell(0, downloadBytes(this.pins));
    const addon = this.addon();
    await this.checkSpace();
    const { stallMs, retryMs, indexes = packageIndexes() } = this.options;
    await installCuda({
      cache: this.cache,
      pins: this.pins,
      addon,
      indexes,
      signal,
      onProgress: tell,
      onReceived: (bytes) => rate.add(bytes, this.env.now()),
      onServerLeft: (server, why) => this.env.log.warn('package index left', { server, why }),
      ...(stallMs === undefined ? {} : { stallMs }),
      ...(retryMs === undefined ? {} : { retryMs }),
    });
  }

  /** Throws `disk-space` {needed, free, folder}, in gigabytes. */
  private async checkSpace(): Promise<void> {
    const needed = bytesNeeded(this.folder, this.pins);
    makeFolder(this.folder);
    const free = await (this.options.free ?? freeBytes)(this.folder);
    if (free === null || free >= needed) return;
    const gigabytes = (bytes: number, round: (value: number) => number) => round(bytes / 1e8) / 10;
    throw new AppError('disk-space', {
      needed: gigabytes(needed, Math.ceil),
      free: gigabytes(free, Math.floor),
      folder: this.cache,
    });
  }

  private addon(): string {
    return (this.options.addon ?? findAddon)();
  }

  private failed(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return this.end(this.look());
    const error = asAppError(thrown, this.folder);
    this.env.log.error('CUDA is not installed', { error: String(thrown) });
    this.end({ state: 'failed', error: toErrorData(error), ...this.sizes() });
  }

  private end(status: CudaStatus): void {
    this.job = null;
    this.tell(status);
  }

  private tell(status: CudaStatus): void {
    this.current = status;
    this.onChanged.emit(status);
  }

  private look(): CudaStatus {
    if (platformKey() !== this.pins.platform) return { state: 'unsupported' };
    return isCudaInstalled(this.folder) ? { state: 'ready' } : { state: 'absent', ...this.sizes() };
  }

  private sizes(): { downloadBytes: number; diskBytes: number } {
    return { downloadBytes: downloadBytes(this.pins), diskBytes: diskBytes(this.pins) };
  }
}

function asAppError(thrown: unknown, folder: string): AppError {
  if (thrown instanceof SetupError) return new AppError('engine-download-failed', { servers: thrown.message }, thrown);
  return storageError(thrown, folder);
}
