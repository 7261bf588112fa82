import type { DataChoice, DatasetId, DatasetInfo } from '../../../shared/contract/schemas/dataset.ts';
import type { TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import type { Run, RunRequest, RunSpec, TrialRequest } from '../../../shared/contract/schemas/run.ts';
import type { PredictedSpeed } from '../../../shared/contract/schemas/speed.ts';
import { type GroupChoice, groupSpecs } from '../../../shared/runs/group-specs.ts';
import { type ClassHalves, transferSpecs } from '../../../shared/runs/transfer-specs.ts';
import { without } from '../../../shared/without.ts';
import type { NewRun } from './create-run.ts';
import { fineTuneSpec, requireFraming, type FineTuneWish, type ParentModel } from './fine-tune.ts';
import type { HeldRun } from './held-run.ts';
import { newRunId } from './run-id.ts';
import type { RunQueue } from './run-queue.ts';
import type { RunRecords } from './run-records.ts';

/** What a start asks of data and machine. */
export interface StartDependencies {
  /** The task and framing of a run on these data, and the data with the states of their hands and of those that are replayed. */
  readonly taskOf: (
    data: DataChoice,
    replayed?: readonly DatasetId[],
  ) => Promise<Pick<RunSpec, 'task' | 'framing' | 'data'>>;
  /** How the images of a data set are framed, and what it is called. */
  readonly framingOf: (dataset: DatasetId) => Promise<Pick<DatasetInfo, 'framing' | 'name'>>;
  /** Throws `model-invalid`, and `model-too-large-for-memory` {needed, free} when the machine has no room for it. */
  readonly checkMemory: (spec: Pick<RunSpec, 'task' | 'model' | 'data' | 'recipe'>) => Promise<void>;
  /** What a probe of this very model said of its speed; null without one. */
  readonly predicted?: ((spec: RunSpec) => PredictedSpeed | null) | undefined;
}

interface Dependencies extends StartDependencies {
  readonly records: RunRecords;
  readonly queue: RunQueue;
  readonly now: () => number;
}

/** Makes new runs of what is asked for, and puts them into the queue. */
export class RunStarts {
  private readonly deps: Dependencies;

  constructor(deps: Dependencies) {
    this.deps = deps;
  }

  /**
   * Throws `model-invalid`, `model-too-large-for-memory`, `dataset-not-found`, what `joinTasks` throws, and storage errors; other errors of the data
   * become errors of the run.
   */
  async start(request: RunRequest): Promise<Run> {
    const [run] = await this.startAll([{ spec: await this.specOf(request), notBefore: request.notBefore }]);
    return run!;
  }

  /** Starts a run that goes on from a trained model. Throws what `fineTuneSpec`, `requireFraming` and `start` throw. */
  async fineTune(wish: FineTuneWish, parent: ParentModel): Promise<Run> {
    const [run] = await this.startAll([
      { spec: await this.fineTuneSpecOf(wish, parent), parent, notBefore: wish.notBefore },
    ]);
    return run!;
  }

  /** What `fineTune` would start. Throws as it does. */
  async fineTuneSpecOf(wish: FineTuneWish, parent: ParentModel): Promise<RunSpec> {
    const replayed = wish.from.replay?.datasets ?? [];
    const framed = await Promise.all(replayed.map((id) => this.deps.framingOf(id)));
    return requireFraming(fineTuneSpec(wish, parent, await this.deps.taskOf(wish.data, replayed)), framed);
  }

  /**
   * Starts several runs that belong together, all of them or none, queued in their order; from then on each is a run like
   * any other. Throws as `start` does.
   */
  async startGroup(request: RunRequest, choice: GroupChoice): Promise<Run[]> {
    const spec = await this.specOf(request);
    const specs = groupSpecs(spec, choice, newRunId(spec.preset, this.deps.now()));
    return this.startAll(specs.map((member) => ({ spec: member, notBefore: request.notBefore })));
  }

  /** Starts a transfer experiment, whose runs wait for its base. Throws as `start` does, and what `transferSpecs` throws. */
  async startTransfer(request: TransferRequest, halves: ClassHalves): Promise<Run[]> {
    const specs = transferSpecs(request, halves, newRunId(request.spec.preset, this.deps.now()));
    // Of the others, the last one from scratch has the most images.
    await this.deps.checkMemory(specs.at(-1)!);
    return this.startAll(specs.map((spec) => ({ spec })));
  }

  /** Starts the run of a study's trial, which goes on from `parent` where the request is for a fine-tune. Throws as `start` and `fineTune` do. */
  async startTrial(
    { from, ...request }: TrialRequest,
    trial: NonNullable<RunSpec['trial']>,
    parent: ParentModel | null,
  ): Promise<Run> {
    const spec =
      from && parent
        ? await this.fineTuneSpecOf({ ...without(request, 'model'), from }, parent)
        : await this.specOf(request);
    const [run] = await this.startAll([{ spec: { ...spec, trial }, ...(parent && { parent }) }]);
    return run!;
  }

  /** Only the starts of groups and trials make what belongs to more: a run that is started again from such a spec does not. */
  private async specOf(request: RunRequest): Promise<RunSpec> {
    const reads = await this.deps.taskOf(request.data);
    return { ...without(request, 'notBefore'), ...reads, group: undefined, from: undefined, trial: undefined };
  }

  private async startAll(wanted: readonly NewRun[]): Promise<Run[]> {
    // Runs that begin together differ in seeds and parts of the data, not in size.
    for (const { spec } of wanted.slice(0, 1)) await this.deps.checkMemory(spec);
    const runs: HeldRun[] = [];
    try {
      for (const one of wanted) {
        const expected = { ...one, predicted: this.deps.predicted?.(one.spec) ?? null };
        runs.push(await this.deps.records.create(expected, this.deps.now() + runs.length));
      }
    } catch (thrown) {
      for (const held of runs) await this.deps.records.drop(held);
      throw thrown;
    }
    this.deps.queue.add(...runs);
    return runs.map(({ run }) => run);
  }
}
