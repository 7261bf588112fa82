import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { abortable, refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { writeVariables } from '../checkpoints/tensors.ts';
import { modelFolderVersion, readModelFolder } from '../formats/model-folder.ts';
import { DamagedFile } from '../formats/safetensors.ts';
import { buildModel, type Model } from '../model/build-model.ts';
import { detectorFrom } from '../known/detector-file.ts';
import { evidenceSize } from '../../../shared/known/evidence.ts';
import { KINDS } from '../../../shared/known/kinds.ts';
import { viewOf } from '../known/view-of.ts';
import { createReader } from './create-reader.ts';
import { LineReaders } from './line-readers.ts';
import type { KnownModel } from '../../../shared/known/recognise.ts';
import { widthOf, type Reader, type View } from './reader.ts';

export interface LoadedModel {
  readonly model: Model;
  readonly card: ModelCard;
  /** Gives the model's features, too, if they are wanted or its detector looks at them. */
  readonly reader: Reader;
  /** For a model of lines: reads them in any width. Null for one of signs. */
  readonly lines: LineReaders | null;
  /** The detector that tells signs from other marks; null for a model without one. */
  readonly known: KnownModel | null;
  dispose(): void;
}

const KEPT = 4;

/** The models used last, by folder; one is read anew when its files change. */
export class ModelCache {
  private readonly entries = new Map<string, LoadedModel & { readonly version: string }>();
  private queue: Promise<unknown> = Promise.resolve();

  /**
   * Calls `use` with the model of a folder, which stays loaded while `use` runs. Calls are served one at a time, so
   * that no model is disposed of in use. A call whose signal aborts leaves the queue. Throws `model-not-found`
   * {folder}, `model-torn` {file}, `model-invalid`, `cancelled`.
   */
  use<R>(folder: string, use: (loaded: LoadedModel) => R | Promise<R>, signal?: CancelSignal): Promise<R> {
    const turn = this.queue.then(async () => {
      refuseIfAborted(signal);
      const loaded = await this.load(folder);
      refuseIfAborted(signal);
      return use(loaded);
    });
    this.queue = turn.catch(() => undefined);
    return abortable(turn, signal);
  }

  dispose(): void {
    for (const entry of this.entries.values()) entry.dispose();
    this.entries.clear();
  }

  private async load(folder: string): Promise<LoadedModel> {
    const version = await modelFolderVersion(folder);
    const cached = this.entries.get(folder);
    if (cached?.version === version) {
      // A Map keeps the order of insertion: its last model is the one used last.
      this.entries.delete(folder);
      this.entries.set(folder, cached);
      return cached;
    }
    const loaded = { ...(await loadModel(folder)), version };
    this.forget(folder);
    this.entries.set(folder, loaded);
    if (this.entries.size > KEPT) this.forget(this.entries.keys().next().value!);
    return loaded;
  }

  private forget(folder: string): void {
    this.entries.get(folder)?.dispose();
    this.entries.delete(folder);
  }
}

/** Builds the model of a folder with its weights. `wanted`: features, whether or not it has a detector. The caller disposes of it. */
export async function loadModel(folder: string, wanted: View = 'logits'): Promise<LoadedModel> {
  const { card, weights, known } = await readModelFolder(folder);
  const model = buildModel(card.spec, 0);
  try {
    writeVariables(model.variables, weights);
    const seen = known ? viewOf(model, known) : 'logits';
    const view = wanted === 'insight' ? wanted : seen;
    const looksAt = widthOf(model, seen);
    const detector = known && detectorFrom(known, evidenceSize(looksAt), KINDS.length);
    const reader = createReader(model, undefined, view);
    const lines = card.task.reads === 'line' ? new LineReaders(model) : null;
    const dispose = (): void => {
      lines?.dispose();
      reader.dispose();
      model.dispose();
    };
    const recognising = card.known && detector && { card: card.known, detector, looksAt };
    return { model, card, reader, lines, known: recognising, dispose };
  } catch (error) {
    model.dispose();
    throw error instanceof DamagedFile ? new AppError('model-torn', { file: folder }, error) : error;
  }
}
