import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { CallOutput, CancelSignal } from '../../../shared/contract/define.ts';
import { AppError, toErrorData } from '../../../shared/contract/errors.ts';
import type { Assumption, ModelInspection, ModelOrigin } from '../../../shared/contract/schemas/model-import.ts';
import { cleanName, cutName } from '../../../shared/contract/schemas/name.ts';
import type { ModelCard, Predictions } from '../../../shared/contract/schemas/predict.ts';
import type { ReaderCalls } from '../../../shared/contract/reader.ts';
import type { ModelSpec } from '../../../shared/contract/schemas/model.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import { tutorial } from '../../../shared/model/presets/tutorial.ts';
import { DIGITS } from '../../../shared/task/digits.ts';
import type { HostEnvironment } from '../../environment.ts';
import { makeStorageFolder } from '../../files/atomic-write.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { writeJson } from '../../files/json-file.ts';
import { callAlone } from '../../reader-link/call-alone.ts';
import { checkNames } from '../datasets/check-names.ts';
import type { ImportedModels } from './imported-models.ts';
import { cardFile } from './model-card.ts';
import { readSynthetic } from './read-synthetic.ts';

export interface ModelImportsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'launchReader' | 'log' | 'now'>;
  readonly imported: ImportedModels;
  /** Reads images with a model folder. */
  readonly predict: (folder: string, images: Uint8Array<ArrayBuffer>) => Promise<Predictions>;
}

export interface InspectModelOptions {
  /** What its user calls the file or folder. */
  readonly origin: string;
  readonly signal?: CancelSignal | undefined;
}

/** How an inspected model is to be kept. What is absent is as the inspection says. */
export interface ModelWish {
  readonly name?: string | undefined;
  readonly classes?: readonly string[] | undefined;
}

interface Pending {
  readonly folder: string;
  readonly card: ModelCard;
}

/** At most so many undecided imports are kept; then the oldest is dropped. */
const MOST_PENDING = 4;

/** Imports models in two steps: `inspect` finds out what is in the files, `import` keeps it. */
export class ModelImports {
  private readonly deps: ModelImportsDependencies;
  private readonly pending = new Map<string, Pending>();

  constructor(deps: ModelImportsDependencies) {
    this.deps = deps;
  }

  /** Finds out what importing a file, folder or archive would give, and tries it. Throws as the call `models.inspect` says. */
  async inspect(source: string, { origin, signal }: InspectModelOptions): Promise<ModelInspection> {
    const folder = path.join(
      hostFolder(path.join(this.deps.env.storageFolder, 'imports')),
      randomBytes(8).toString('hex'),
    );
    try {
      makeStorageFolder(folder);
      const shown = path.basename(origin);
      const own = await this.unpack({ path: source, name: shown, folder }, signal);
      if (own.kind === 'run') throw new AppError('model-file-run', { file: shown });
      if (own.kind === 'model') return await this.found(folder, own.card, ownInspection(shown, own.card), signal);
      const staged = await callAlone(this.deps.env, 'model.stage', { path: source, name: shown, folder }, { signal });
      const name = nameOf(origin);
      const found = { name, layers: staged.layers };
      if (!staged.model) {
        await fs.rm(folder, { recursive: true, force: true });
        const nothing = { id: null, architecture: null, task: null, parameters: null, check: null };
        return { ...found, ...nothing, origin: staged.origin, fault: staged.fault };
      }
      const { spec, weightsSha256 } = staged.model;
      const about = aboutOf(staged, spec);
      if (weightsSha256 === null) {
        await fs.rm(folder, { recursive: true, force: true });
        const architecture = {
          task: about.task,
          layers: spec.layers,
          recipe: tutorial.recipe,
          origin: null,
          text: null,
        };
        return { ...found, ...about, id: null, fault: null, architecture, check: null };
      }
      const card = cardOf({ name, ...about, spec: { ...spec, name }, weightsSha256, createdAt: this.deps.env.now() });
      await writeJson(cardFile(folder), card);
      return await this.found(folder, card, { ...found, ...about }, signal);
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** What the studio's own file has in it; of what is not called like one nothing is known yet. */
  private async unpack(
    file: { readonly path: string; readonly name: string; readonly folder: string },
    signal: CancelSignal | undefined,
  ): Promise<CallOutput<ReaderCalls, 'model.unpack'>> {
    return /\.zip$/i.test(file.name) ? callAlone(this.deps.env, 'model.unpack', file, { signal }) : { kind: 'other' };
  }

  /** A model that can be kept is tried, and waits. Throws `cancelled`, `model-not-finite`, `model-torn`. */
  private async found(
    folder: string,
    card: ModelCard,
    about: Omit<ModelInspection, 'id' | 'fault' | 'architecture' | 'check'>,
    signal: CancelSignal | undefined,
  ): Promise<ModelInspection> {
    const check = await this.try(folder, card.task);
    if (signal?.aborted) throw new AppError('cancelled');
    const id = randomBytes(12).toString('hex');
    this.pending.set(id, { folder, card });
    for (const oldest of [...this.pending.keys()].slice(0, -MOST_PENDING)) await this.discard(oldest);
    return { ...about, id, fault: null, architecture: null, check };
  }

  /** Throws as the call `models.import` says; nothing changes then, and it can be tried again. */
  async import(id: string, { name, classes }: ModelWish): Promise<ModelRef> {
    const pending = this.pending.get(id);
    if (!pending) throw new AppError('inspection-gone');
    const { card, folder } = pending;
    const named = name ?? card.name;
    const names = classes ? checkNames(classes, card.task.classes.length) : card.task.classes;
    const kept: ModelCard = {
      ...card,
      name: named,
      // A model of another studio has a name for its network, too, which stays.
      spec: named === card.name ? card.spec : { ...card.spec, name: named },
      task: { ...card.task, classes: names },
      createdAt: this.deps.env.now(),
    };
    // Nobody else takes it meanwhile; what fails leaves it pending.
    this.pending.delete(id);
    try {
      await writeJson(cardFile(folder), kept);
      return await this.deps.imported.add(folder);
    } catch (error) {
      this.pending.set(id, pending);
      throw error;
    }
  }

  async discard(id: string): Promise<void> {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (pending) await fs.rm(pending.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const id of [...this.pending.keys()]) await this.discard(id);
  }

  /** An import does not need the engine, but a model whose numbers overflow is worth nothing. Throws `model-not-finite`. */
  private async try(folder: string, task: Task): Promise<ModelInspection['check']> {
    return readSynthetic(task, (images) => this.deps.predict(folder, images)).catch((thrown: unknown) => {
      if (thrown instanceof AppError && ['model-not-finite', 'model-torn'].includes(thrown.code)) throw thrown;
      this.deps.env.log.warn('an imported model was not tried', { error: toErrorData(thrown).code });
      return null;
    });
  }
}

/** What there is to say of the studio's own file: every layer is its own. */
const ownInspection = (
  file: string,
  { name, spec, task, parameters }: ModelCard,
): Omit<ModelInspection, 'id' | 'fault' | 'architecture' | 'check'> => ({
  name,
  origin: { file, format: 'inkstone', program: null, assumptions: [] },
  layers: describeModel(spec).layers.map((layer) => ({
    name: layer.name,
    type: layer.type,
    fate: 'taken',
    reason: null,
    facts: {},
  })),
  task,
  parameters,
});

/** A model's name from its file or folder; loose files together, which came as `files`, say none. */
function nameOf(source: string): string {
  const [last = '', above = ''] = source.split(/[/\\]/).filter(Boolean).reverse();
  const telling = /^model\.json$/i.test(last) ? above : last;
  if (telling === 'files') return 'model';
  return cutName(cleanName(telling.replace(/(\.(keras|h5|hdf5|json|zip))+$/i, '')), 120) || 'model';
}

/** The card of a model that another program trained. */
const cardOf = (
  known: Pick<ModelCard, 'name' | 'task' | 'parameters' | 'origin' | 'spec' | 'weightsSha256' | 'createdAt'>,
): ModelCard => ({
  version: 2,
  ...known,
  framing: 'centred',
  trainedOn: [],
  tests: [],
  command: null,
  parent: null,
  known: null,
  temperature: null,
});

type Staged = CallOutput<ReaderCalls, 'model.stage'>;

/** What it reads, how large it is and where it came from, with what was assumed of its classes. */
function aboutOf({ origin, labels }: Staged, spec: ModelSpec): { task: Task; parameters: number; origin: ModelOrigin } {
  const { parameters, outputShape } = describeModel(spec);
  const { classes, assumption } = classesOf(outputShape[0]!, labels);
  const [height, width] = spec.inputShape;
  return {
    task: { inputShape: [height, width, 1], classes },
    parameters,
    origin: { ...origin, assumptions: [...origin.assumptions, assumption] },
  };
}

/** The names that lie beside the model, if they can be a task's; else the digits where there are ten, else numbers. */
function classesOf(count: number, labels: readonly string[] | null): { classes: string[]; assumption: Assumption } {
  if (labels) {
    try {
      return { classes: checkNames(labels, count), assumption: { code: 'classes-named', facts: {} } };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  if (count === 10) return { classes: [...DIGITS.classes], assumption: { code: 'classes-digits', facts: {} } };
  const classes = Array.from({ length: count }, (_, i) => String(i));
  return { classes, assumption: { code: 'classes-numbers', facts: { last: count - 1 } } };
}
