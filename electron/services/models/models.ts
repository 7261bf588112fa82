import path from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { LayerActivations } from '../../../shared/contract/schemas/activations.ts';
import type { LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import type { MovedWeights } from '../../../shared/contract/schemas/moved-weights.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import {
  modelInfoSchema,
  type ModelCard,
  type ModelInfo,
  type ModelRef,
  type Predictions,
} from '../../../shared/contract/schemas/predict.ts';
import { isImported, isRun, isShipped, shippedModelSchema } from '../../../shared/contract/schemas/run-id.ts';
import type { RunId } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { StampedIndex, stampOf } from '../../files/stamped-index.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { ParentModel } from '../runs/fine-tune.ts';
import { runFiles } from '../runs/run-folder.ts';
import type { Runs } from '../runs/runs.ts';
import { ImportedModels } from './imported-models.ts';
import { cardFile, changeCard, findCard, readCard } from './model-card.ts';
import { ModelGradients } from './model-gradients.ts';
import { ModelImports, type ModelWish } from './model-imports.ts';

/** From so many changes on the index is written before the studio ends. */
const WRITE_FROM = 200;

export interface ModelsDependencies {
  readonly env: Pick<HostEnvironment, 'shippedFolder' | 'log' | 'storageFolder' | 'launchReader' | 'now'>;
  readonly runs: Runs;
  readonly link: TrainerLink;
}

/** The models that can read: those that came with the studio, those of other programs that were imported, and what finished runs left. */
export class Models {
  readonly onChanged: Emitter<{ ref: ModelRef }>;
  readonly onRemoved: Emitter<{ ref: ModelRef }>;
  /** What was found in model files and waits to be imported. */
  readonly imports: ModelImports;
  /** What follows a model's forward pass. */
  readonly gradients: ModelGradients;
  private readonly imported: ImportedModels;
  private readonly deps: ModelsDependencies;
  private readonly index: StampedIndex<ModelInfo>;

  constructor(deps: ModelsDependencies) {
    this.deps = deps;
    const onError = (thrown: unknown): void => deps.env.log.error('listener', { thrown: String(thrown) });
    this.index = new StampedIndex(path.join(deps.env.storageFolder, 'models-index.json'), modelInfoSchema);
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
    this.gradients = new ModelGradients(deps.link, (ref) => this.folderOf(ref));
    this.imported = new ImportedModels(deps.env);
    this.imports = new ModelImports({
      env: deps.env,
      imported: this.imported,
      predict: (folder, images) => this.predictFolder(folder, images),
    });
  }

  /** The shipped ones first, then imported models and then runs, each newest first. A model whose card cannot be read is logged and left out. */
  async list(): Promise<ModelInfo[]> {
    const runs = await this.deps.runs.list();
    const imported = await Promise.all((await this.imported.ids()).map((id) => this.info(id, null)));
    const newest = imported.filter((info) => info !== null).sort((a, b) => b.createdAt - a.createdAt);
    const shipped = await Promise.all(shippedModelSchema.options.map((ref) => this.info(ref, null)));
    const others = await Promise.all(runs.map((run) => this.info(run.id, run)));
    const infos = [...shipped, ...newest, ...others].filter((info) => info !== null);
    await this.index.keepOnly(new Set(infos.map(({ ref }) => ref)));
    if (this.index.unwritten >= WRITE_FROM) await this.writeIndex();
    return infos;
  }

  /** These alone, in their order; those that have no model are left out. */
  async these(refs: readonly ModelRef[]): Promise<ModelInfo[]> {
    const one = async (ref: ModelRef): Promise<ModelInfo | null> =>
      this.info(ref, isRun(ref) ? await this.deps.runs.records.get(ref).catch(() => null) : null);
    return (await Promise.all(refs.map(one))).filter((info) => info !== null);
  }

  /** Writes what the next start need not read again, as far as the disk allows. */
  async writeIndex(): Promise<void> {
    await this.index.write().catch((thrown: unknown) => {
      this.deps.env.log.warn('index of models cannot be written', { thrown: String(thrown) });
    });
  }

  folderOf(ref: ModelRef): string {
    if (isImported(ref)) return this.imported.folderOf(ref);
    return isShipped(ref) ? path.join(this.deps.env.shippedFolder, ref) : runFiles(this.deps.runs.folderOf(ref)).model;
  }

  /** `images`: n x height x width bytes. Throws `image-size`, `model-not-found`, `model-torn`, `cancelled` when the signal aborts, and what keeps the trainer from starting. */
  predict(ref: ModelRef, images: Uint8Array<ArrayBuffer>, signal?: CancelSignal): Promise<Predictions> {
    return this.predictFolder(this.folderOf(ref), images, signal);
  }

  /** As `predict`, with any model folder. */
  predictFolder(folder: string, images: Uint8Array<ArrayBuffer>, signal?: CancelSignal): Promise<Predictions> {
    return this.deps.link.call('model.predict', { folder, images }, signal && { signal });
  }

  /** What each layer of a model makes of an image, with the weights of `from` where they fit. Throws as `models.activations` says. */
  activations(
    from: ModelRef | null,
    request: { spec: ModelSpec; image: Uint8Array<ArrayBuffer> },
    signal?: CancelSignal,
  ): Promise<LayerActivations[]> {
    const folder = from === null ? null : this.folderOf(from);
    return this.deps.link.call('model.activations', { ...request, folder }, signal && { signal });
  }

  /** One layer of a model and an image, number by number. Throws as `models.layer` says. */
  layer(
    ref: ModelRef,
    request: { path: number[]; image: Uint8Array<ArrayBuffer>; inner: boolean },
    signal?: CancelSignal,
  ): Promise<LayerNumbers> {
    return this.deps.link.call('model.layer', { ...request, folder: this.folderOf(ref) }, signal && { signal });
  }

  /** How far a run's weights have moved from those that it went on from. Throws as `models.moved` says. */
  moved(run: RunId, weight: string | null, signal?: CancelSignal): Promise<MovedWeights> {
    const { model, from } = runFiles(this.deps.runs.folderOf(run));
    return this.deps.link.call('model.moved', { folder: model, from, weight }, signal && { signal });
  }

  /** One of these as what a run goes on from. Throws as `card` does. */
  async parent(ref: ModelRef): Promise<ParentModel> {
    const folder = this.folderOf(ref);
    const card = await this.card(folder);
    const named = !isRun(ref) ? undefined : (await this.deps.runs.list()).find((run) => run.id === ref)?.spec.name;
    return { ref, folder, card: { ...card, name: named ?? card.name } };
  }

  /** A model folder's card. Throws `model-not-found` {folder}, `file-torn`, `file-newer`, storage errors. */
  card(folder: string): Promise<ModelCard> {
    return readCard(folder);
  }

  /** Keeps an inspected model. Throws as `ModelImports.import` does. */
  async import(inspection: string, wish: ModelWish): Promise<ModelInfo> {
    return this.told(await this.imports.import(inspection, wish));
  }

  /** Takes a whole model folder in as an imported model, by moving it. Throws as `card` does, storage errors. */
  async takeIn(folder: string, id: ModelRef): Promise<ModelInfo> {
    return this.told(await this.imported.add(folder, id));
  }

  /** Of an imported model. Throws as `card` does, storage errors. */
  async rename(ref: ModelRef, name: string): Promise<ModelInfo> {
    await this.imported.rename(ref, name);
    return this.told(ref);
  }

  /** Throws as `card` does, and `class-names-invalid` {expected, given}. */
  async nameClasses(ref: ModelRef, classes: readonly string[]): Promise<ModelInfo> {
    await this.imported.nameClasses(ref, classes);
    return this.told(ref);
  }

  /** An imported model, to the trash. Throws `model-not-found` {folder}, storage errors. */
  async remove(ref: ModelRef): Promise<void> {
    await this.imported.remove(ref);
    this.onRemoved.emit({ ref });
  }

  /** Back from the trash. Throws as `remove` does. */
  async restore(ref: ModelRef): Promise<ModelInfo> {
    await this.imported.restore(ref);
    return this.told(ref);
  }

  /** Tells all windows of an imported model, and returns it. Throws as `card` does. */
  private async told(ref: ModelRef): Promise<ModelInfo> {
    const info = infoOf(ref, await this.card(this.folderOf(ref)));
    this.onChanged.emit({ ref });
    return info;
  }

  /** Writes it on the card of a run's or an imported model. Throws as `card` does, and storage errors. */
  async setTemperature(ref: RunId, temperature: number | null): Promise<void> {
    if (isImported(ref)) await this.imported.setTemperature(ref, temperature);
    else await changeCard(this.folderOf(ref), (card) => ({ ...card, temperature }));
    this.onChanged.emit({ ref });
  }

  private async info(ref: ModelRef, run: Pick<RunSummary, 'spec'> | null): Promise<ModelInfo | null> {
    const folder = this.folderOf(ref);
    const stamp = await stampOf(cardFile(folder));
    if (!stamp) return null;
    const known = await this.index.get(ref, stamp);
    const info = known ?? (await this.read(ref, folder));
    if (!info) return null;
    if (!known) await this.index.set(ref, stamp, info);
    return run ? { ...info, name: run.spec.name } : info;
  }

  private async read(ref: ModelRef, folder: string): Promise<ModelInfo | null> {
    try {
      const card = await findCard(folder);
      return card && infoOf(ref, card);
    } catch (thrown) {
      this.deps.env.log.warn('model card cannot be read', { ref, error: toErrorData(thrown).code });
      return null;
    }
  }
}

const infoOf = (ref: ModelRef, card: ModelCard): ModelInfo => ({
  ref,
  name: card.name,
  task: card.task,
  framing: card.framing,
  parameters: card.parameters,
  createdAt: card.createdAt,
  parent: card.parent,
  ...(card.origin && { origin: card.origin }),
  test: card.tests[0] ?? null,
});
