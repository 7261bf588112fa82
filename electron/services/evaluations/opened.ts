import { AppError } from '../../../shared/contract/errors.ts';
import type { SplitCorrections } from '../../../shared/contract/schemas/corrections.ts';
import type { EvaluationId, Scores } from '../../../shared/contract/schemas/evaluation.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { readingsOf, type Readings } from '../../../shared/evaluation/answers.ts';
import { correctedLabels } from '../../../shared/evaluation/corrected-labels.ts';
import { scoresOf } from '../../../shared/evaluation/scores.ts';
import type { Evaluated } from '../../../shared/evaluation/select.ts';
import { classMap } from '../../../shared/task/join.ts';
import { reshape } from '../../../shared/task/transform.ts';
import type { Corrections } from '../corrections/corrections.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { EvaluationStore, KeptEvaluation } from './evaluation-store.ts';
import type { EvaluationRecord } from './record.ts';
import { imagesFrom } from './split-images.ts';
import { contentOf, readLabels } from './subject.ts';

/** An evaluation that is being looked at: its answers, and the data set as it is now. */
export interface OpenedEvaluation extends KeptEvaluation {
  readonly files: DataFiles;
  /** Of each row, which image of the split it is. */
  readonly rows: Uint32Array;
  readonly given: Int32Array;
  readonly readings: Readings;
}

/** So many stay open: one that is looked at, and one beside it. */
const OPEN = 2;

export interface OpenerDependencies {
  readonly store: EvaluationStore;
  readonly datasets: Pick<Datasets, 'prepare'>;
  readonly corrections: Pick<Corrections, 'get'>;
}

/** Opens kept evaluations, the last few of them for good. */
export class Opener {
  private readonly deps: OpenerDependencies;
  private readonly open = new Map<EvaluationId, { readonly version: string; readonly opened: OpenedEvaluation }>();

  constructor(deps: OpenerDependencies) {
    this.deps = deps;
  }

  /** Throws `evaluation-not-found`, `evaluation-stale` {data}, and what keeps the data set from being read. */
  async opened(id: EvaluationId): Promise<OpenedEvaluation> {
    const found = await this.find(id);
    if (!found) throw new AppError('evaluation-not-found', { id });
    return found;
  }

  /** As `opened`; null where there is none, or none that is whole. */
  async find(id: EvaluationId): Promise<OpenedEvaluation | null> {
    const version = await this.deps.store.version(id);
    if (version === null) return null;
    const known = this.open.get(id);
    if (known?.version === version) {
      await this.currentFiles(known.opened.record);
      return this.keep(id, version, known.opened);
    }
    const kept = await this.deps.store.read(id);
    const opened = kept && (await open(kept, await this.currentFiles(kept.record)));
    return opened && this.keep(id, version, opened);
  }

  forget(id: EvaluationId): void {
    this.open.delete(id);
  }

  /** With the data set's corrections, or as it came; as it came, too, where a run has set the images aside of a hand. */
  async evaluated(opened: OpenedEvaluation, corrected = true): Promise<Evaluated> {
    const { record, answers, readings, given, rows } = opened;
    const base = { answers, readings, given, places: rows, threshold: record.threshold };
    if (!corrected) return { ...base, labels: given };
    const own = await this.corrections(opened);
    return { ...base, labels: correctedLabels(given, rows, own, record.info.task, record.change.rename) };
  }

  /** Of the split that was read; none where it is of a hand as a run had it. */
  async corrections({ record: { info, split } }: OpenedEvaluation): Promise<SplitCorrections> {
    if (info.state !== undefined) return { relabelled: [], leftOut: [] };
    return (await this.deps.corrections.get(info.dataset.id))[split];
  }

  async scores(opened: OpenedEvaluation, corrected: boolean): Promise<Scores> {
    const { labels, given } = await this.evaluated(opened, corrected);
    return labels === given
      ? opened.record.scores
      : scoresOf(opened.answers, { labels, given }, opened.record.threshold);
  }

  private keep(id: EvaluationId, version: string, opened: OpenedEvaluation): OpenedEvaluation {
    // The last in a Map is the one used last.
    this.open.delete(id);
    this.open.set(id, { version, opened });
    if (this.open.size > OPEN) this.open.delete(this.open.keys().next().value!);
    return opened;
  }

  private async currentFiles({ info, split, content }: EvaluationRecord): Promise<DataFiles> {
    const { id } = info.dataset;
    const states = info.state === undefined ? undefined : { [id]: info.state };
    const [files] = await this.deps.datasets.prepare([id], undefined, states);
    const now = files && (await contentOf(files, split));
    const same = now?.images === content.images && now.labels === content.labels;
    // By a zero: a name may hold any character that is seen.
    if (!files || !same || now.classes.join('\0') !== content.classes.join('\0')) {
      throw new AppError('evaluation-stale', { data: info.dataset.name });
    }
    return files;
  }
}

/** Null where it speaks of images, a size of them or classes that the data set does not have: it is not what was written. */
async function open(kept: KeptEvaluation, files: DataFiles): Promise<OpenedEvaluation | null> {
  const { record, answers, places } = kept;
  const labels = await readLabels(files, record.split);
  const rows = places ?? Uint32Array.from(labels.keys());
  if (!isOfSize(record, files.task)) return null;
  const map = classMap(files.task, record.info.task, record.change);
  const given = Int32Array.from(rows, (place) => map[labels[place]!] ?? -1);
  if (rows.length !== answers.count || given.some((label) => label < 0)) return null;
  return { ...kept, files, rows, given, readings: readingsOf(answers) };
}

function isOfSize({ info, change: { resize } }: EvaluationRecord, { inputShape }: Task): boolean {
  const [height, width] = resize ? [resize.height, resize.width] : inputShape;
  return info.task.inputShape[0] === height && info.task.inputShape[1] === width;
}

/** The images of some rows, as the model saw them. */
export async function seenImages(
  { files, record, rows }: Pick<OpenedEvaluation, 'files' | 'record' | 'rows'>,
  chosen: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const places = chosen.map((row) => rows[row]!);
  const images = await imagesFrom(files, record.split, places);
  const seen = reshape({ task: files.task, images, count: places.length }, record.info.task.inputShape, record.change);
  return seen as Uint8Array<ArrayBuffer>;
}
