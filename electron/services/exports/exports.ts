import { promises as fs } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { MOST_EXPORTED_MODEL } from '../../../shared/contract/calls/exports.ts';
import type { CancelSignal, EventPayload } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { HostEvents } from '../../../shared/contract/events.ts';
import { EXPORT_ENDINGS } from '../../../shared/contract/schemas/export.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { withCancelSource } from '../../../shared/rpc/cancel.ts';
import { makeStorageFolder, storageError } from '../../files/atomic-write.ts';
import { PATIENT } from '../../files/move.ts';
import { scratchFolder } from '../datasets/prepared.ts';
import { plainName } from '../files/handles.ts';
import { placeExport } from './place-export.ts';
import {
  type Exported,
  type ExportOptions,
  type ExportsDependencies,
  type ExportWish,
  stageExport,
} from './stage-export.ts';
import type { ModelFolder } from './studio-file.ts';

/** An export in memory, for a window. */
type ExportedFile = Omit<Exported, 'bytes'> & { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/**
 * Models for other programs. An export is written aside, loaded from there by its format's own runtime, and compared with the model's own
 * answers; only then does it come to its place.
 */
export class Exports {
  readonly onProgress: Emitter<EventPayload<HostEvents, 'export.progress'>>;
  private readonly deps: ExportsDependencies;
  /** What is going on, each with what ends it. */
  private readonly current = new Map<Promise<unknown>, () => void>();

  constructor(deps: ExportsDependencies) {
    this.deps = deps;
    this.onProgress = new Emitter((thrown) => deps.env.log.error('listener', { thrown: String(thrown) }));
  }

  /** As the call `exports.make` says. */
  make(
    wish: ExportWish & { readonly model: ModelRef; readonly ticket: string },
    signal?: CancelSignal,
  ): Promise<ExportedFile> {
    return this.running(signal, (own) => this.makeFile(wish, own));
  }

  /** Ends what is going on, with `cancelled`: nothing is left of it. */
  async close(): Promise<void> {
    const ended = [...this.current].map(([done, abort]) => (abort(), done));
    await Promise.allSettled(ended);
  }

  /** Does `work` with a signal that aborts with the asker's, and when the studio ends. */
  private running<T>(signal: CancelSignal | undefined, work: (signal: CancelSignal) => Promise<T>): Promise<T> {
    let abort = (): void => undefined;
    const done = withCancelSource(signal, (source) => {
      abort = source.abort;
      return work(source.signal);
    });
    this.current.set(done, abort);
    return done.finally(() => this.current.delete(done));
  }

  private async makeFile(
    { model, format, weights, ticket }: ExportWish & { readonly model: ModelRef; readonly ticket: string },
    signal: CancelSignal,
  ): Promise<ExportedFile> {
    const folder = this.deps.models.folderOf(model);
    const base = plainName((await this.deps.models.card(folder)).name);
    const ending = EXPORT_ENDINGS[format];
    const name = ending === null ? `${base}-${format}` : `${base}${ending}`;
    const scratch = scratchFolder(this.deps.env.storageFolder);
    try {
      makeStorageFolder(scratch);
      const onProgress = (done: number, total: number): void => this.onProgress.emit({ ticket, done, total });
      const { files, ...exported } = await stageExport(
        this.deps,
        { folder, ref: model, format, weights, into: scratch, name },
        { signal, onProgress },
      );
      const target = path.join(scratch, name);
      const bytes = await (ending === null ? zipped(scratch, files) : fs.readFile(target)).catch((error: unknown) => {
        throw storageError(error, target);
      });
      if (bytes.length > MOST_EXPORTED_MODEL) throw tooLarge(bytes.length);
      return { ...exported, name: ending === null ? `${name}.zip` : name, bytes: new Uint8Array(bytes) };
    } finally {
      await fs.rm(scratch, PATIENT).catch(() => undefined);
    }
  }

  /**
   * Exports any model folder's model to a place that a person names: a file, or a folder. Throws as the call `exports.make` does, and
   * `export-exists` {path} where there is something and `force` is not set, `folder-not-empty` {path} for a folder with other things in it,
   * `save-denied` {name}, `save-failed` {name, reason}, `disk-full`.
   */
  write(
    { target, force, ...wish }: ExportWish & ModelFolder & { readonly target: string; readonly force: boolean },
    { signal, onProgress }: ExportOptions = {},
  ): Promise<Exported> {
    const isFolder = EXPORT_ENDINGS[wish.format] === null;
    return this.running(signal, (own) =>
      placeExport({ target, isFolder, force }, (into, name) =>
        stageExport(this.deps, { ...wish, into, name }, { signal: own, onProgress }),
      ),
    );
  }
}

/** Files by their places in a folder; with the format's oldest time, so that the same model gives the same bytes. */
async function zipped(root: string, files: readonly string[]): Promise<Uint8Array> {
  const read = files.map(async (file) => [file, await fs.readFile(path.join(root, ...file.split('/')))] as const);
  return zipSync(Object.fromEntries(await Promise.all(read)), { mtime: new Date(1980, 0, 1) });
}

function tooLarge(bytes: number): AppError {
  const megabytes = (each: number): number => Math.ceil(each / 1_000_000);
  return new AppError('export-too-large', { megabytes: megabytes(bytes), limit: megabytes(MOST_EXPORTED_MODEL) });
}
