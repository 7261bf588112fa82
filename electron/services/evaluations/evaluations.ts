import type { CancelSignal } from '../../../shared/contract/define.ts';
import type {
  Comparison,
  EvaluationId,
  EvaluationInfo,
  EvaluationRequest,
  Scores,
} from '../../../shared/contract/schemas/evaluation.ts';
import { floatsFromBytes, placesToBytes } from '../../../shared/data/number-bytes.ts';
import { compareReadings } from '../../../shared/evaluation/compare.ts';
import { scoresOf } from '../../../shared/evaluation/scores.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { sha256Of } from '../../files/content-hash.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readWhole } from '../../files/read-whole.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Corrections } from '../corrections/corrections.ts';
import { EvaluationStore } from './evaluation-store.ts';
import { Opener, type OpenedEvaluation } from './opened.ts';
import { evaluationFiles, infoOf, type EvaluationRecord } from './record.ts';
import { requireSameImages } from './same-images.ts';
import { findSubject, type Reading, splitOf, type Subject, type SubjectDependencies } from './subject.ts';

export interface EvaluationsDependencies extends SubjectDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly link: Pick<TrainerLink, 'call'>;
  readonly corrections: Pick<Corrections, 'get'>;
}

/** Who asks for an evaluation: progress is told by the ticket. */
export interface Asker {
  readonly ticket: string;
  readonly signal: CancelSignal;
}

/** What was evaluated, and whether it was read now or had been kept. `seconds`: of the reading alone. */
export interface Started {
  readonly info: EvaluationInfo;
  readonly seconds: number | null;
}

/** Evaluations of this storage: made once for the same model, weights, data and choice of images, and kept. */
export class Evaluations {
  readonly onAdded: Emitter<EvaluationInfo>;
  readonly onRemoved: Emitter<{ id: EvaluationId }>;
  readonly opener: Opener;
  private readonly deps: EvaluationsDependencies;
  private readonly store: EvaluationStore;

  constructor(deps: EvaluationsDependencies) {
    this.deps = deps;
    const { env, datasets, corrections } = deps;
    this.store = new EvaluationStore(env.storageFolder);
    this.opener = new Opener({ store: this.store, datasets, corrections });
    const onError = (thrown: unknown) => env.log.error('listener', { thrown: String(thrown) });
    this.onAdded = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
  }

  /** Newest first. */
  async list(): Promise<EvaluationInfo[]> {
    return (await this.store.list()).map(infoOf);
  }

  /** As the call `evaluations.start` says. `again`: read the images even if what was read of them is kept. */
  async start(
    reading: Reading,
    request: Omit<EvaluationRequest, 'model'>,
    asker: Asker,
    { again = false }: { readonly again?: boolean } = {},
  ): Promise<Started> {
    const subject = await findSubject(this.deps, reading, request);
    const kept = again ? null : await this.opener.find(subject.id);
    if (kept) return { info: withNames(infoOf(kept.record), subject), seconds: null };
    const started = await this.read(subject, asker);
    this.opener.forget(subject.id);
    this.onAdded.emit(started.info);
    return started;
  }

  async get(id: EvaluationId, corrected: boolean): Promise<{ info: EvaluationInfo; scores: Scores }> {
    const opened = await this.opener.opened(id);
    return { info: opened.record.info, scores: await this.opener.scores(opened, corrected) };
  }

  /** Throws storage errors. */
  async remove(id: EvaluationId): Promise<void> {
    await this.store.remove(id);
    this.opener.forget(id);
    this.onRemoved.emit({ id });
  }

  /** Throws `evaluations-differ`. */
  async compare(first: EvaluationId, second: EvaluationId): Promise<Comparison> {
    const [one, other] = await this.pair(first, second);
    const { labels } = await this.opener.evaluated(one);
    return compareReadings(one.readings.predicted, other.readings.predicted, labels);
  }

  /** Both opened. Throws `evaluations-differ` unless they read the same images and speak of the same classes. */
  async pair(first: EvaluationId, second: EvaluationId): Promise<[OpenedEvaluation, OpenedEvaluation]> {
    const [one, other] = [await this.opener.opened(first), await this.opener.opened(second)];
    requireSameImages(one, other);
    return [one, other];
  }

  private async read(subject: Subject, { ticket, signal }: Asker): Promise<Started> {
    const scratch = await this.store.scratch();
    try {
      const { folder, files, part, places, change } = subject;
      const { invert, resize } = change;
      const choice = { folder, data: files, split: splitOf(part), places: placesToBytes(places), ticket };
      const { known, seconds } = await this.deps.link.call(
        'evaluation.run',
        { ...choice, change: { invert, resize }, want: 'answers', into: scratch },
        { signal },
      );
      const record = await this.recordOf(subject, scratch, known);
      await this.store.keep(scratch, record, subject.all ? null : places);
      return { info: infoOf(record), seconds };
    } finally {
      await this.store.discard(scratch);
    }
  }

  private async recordOf(subject: Subject, scratch: string, known: boolean): Promise<EvaluationRecord> {
    const { id, ref, folder, card, names, files, part, state, only, change, framing, content, places, given, all } =
      subject;
    const written = evaluationFiles(scratch);
    const [logits, signs] = await Promise.all([readBack(written.logits), known ? readBack(written.known) : null]);
    const threshold = known ? (card.known?.threshold ?? null) : null;
    const answers = {
      count: places.length,
      classes: card.task.classes.length,
      logits: floatsFromBytes(logits),
      known: signs && floatsFromBytes(signs),
    };
    return {
      version: 1,
      info: {
        id,
        model: { ref, name: names.model, weightsSha256: card.weightsSha256, temperature: card.temperature },
        dataset: { id: files.id as EvaluationInfo['dataset']['id'], name: names.dataset },
        part,
        state,
        only: only && [...only],
        task: card.task,
        framing,
        change,
        count: places.length,
        createdAt: this.deps.env.now(),
      },
      modelFolder: ref === null ? folder : null,
      split: splitOf(part),
      change,
      content,
      all,
      threshold,
      answers: { logits: sha256Of(logits), known: signs && sha256Of(signs) },
      scores: scoresOf(answers, { labels: given, given }, threshold),
    };
  }
}

/** What was kept, with the names that the two have now, and what an older studio did not say. */
const withNames = (info: EvaluationInfo, { names, framing, change }: Subject): EvaluationInfo => ({
  ...info,
  framing,
  change,
  model: { ...info.model, name: names.model },
  dataset: { ...info.dataset, name: names.dataset },
});

const readBack = (file: string): Promise<Uint8Array> =>
  readWhole(file).catch((error: unknown) => {
    throw storageError(error, file);
  });
