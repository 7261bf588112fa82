import { randomUUID } from 'node:crypto';
import type { EventPayload } from '../../../shared/contract/define.ts';
import type { HostEvents } from '../../../shared/contract/events.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { type ImageMap, MOST_MAPPED } from '../../../shared/contract/schemas/image-map.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { answerAt } from '../../../shared/evaluation/answers.ts';
import { chooseMapped } from '../../../shared/evaluation/choose-mapped.ts';
import type { Evaluated } from '../../../shared/evaluation/select.ts';
import { stream } from '../../../shared/random/random.ts';
import { abortable, refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { HostEnvironment } from '../../environment.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import { layOutInWorker } from '../../worker-link/lay-out-in-worker.ts';
import { EvaluationStore } from './evaluation-store.ts';
import type { Asker } from './evaluations.ts';
import { mostRows, writeFeatures } from './features.ts';
import type { KeptMap } from './kept-map.ts';
import { type LooksDependencies, modelFolderOf } from './looks.ts';
import type { OpenedEvaluation } from './opened.ts';

type Progress = EventPayload<HostEvents, 'evaluation.progress'>;

export interface ImageMapsDependencies extends Pick<LooksDependencies, 'models' | 'evaluations'> {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'log' | 'launchWorker'>;
  readonly link: Pick<TrainerLink, 'call' | 'onReading'>;
}

const SAMPLE_SEED = 7;
/** To lay an image out is as much work as to read so many. */
const LAYING_OUT = 2;

/** Maps of evaluations' images. Each is made once, and kept with its evaluation. */
export class ImageMaps {
  readonly onProgress: Emitter<Progress>;
  private readonly deps: ImageMapsDependencies;
  private readonly store: EvaluationStore;
  /** One is made after the other: what makes it would take all processors. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(deps: ImageMapsDependencies) {
    this.deps = deps;
    this.store = new EvaluationStore(deps.env.storageFolder);
    this.onProgress = new Emitter((thrown) => deps.env.log.error('listener', { thrown: String(thrown) }));
  }

  /** The map with the labels that its images have now; null where none was made. */
  async kept(id: EvaluationId): Promise<ImageMap | null> {
    const { opener } = this.deps.evaluations;
    const opened = await opener.opened(id);
    const map = await this.store.readMap(opened);
    return map && labelled(map, await opener.evaluated(opened));
  }

  /** As the call `evaluations.map` says. */
  make(id: EvaluationId, asker: Asker): Promise<ImageMap> {
    const made = this.turn.then(async () => {
      refuseIfAborted(asker.signal);
      return (await this.kept(id)) ?? (await this.makeAnew(id, asker));
    });
    this.turn = made.catch(() => undefined);
    return abortable(made, asker.signal);
  }

  private async makeAnew(id: EvaluationId, asker: Asker): Promise<ImageMap> {
    const { opener } = this.deps.evaluations;
    const opened = await opener.opened(id);
    const folder = await modelFolderOf(this.deps.models, opened);
    const evaluated = await opener.evaluated(opened);
    const most = Math.min(MOST_MAPPED, await mostRows(this.deps.models, folder));
    const { given } = evaluated;
    const rows = chooseMapped(Uint16Array.from(given), isWrong(evaluated), most, stream(SAMPLE_SEED, 'map'));
    const points = await this.layOut(opened, folder, rows, asker);
    const map: KeptMap = {
      version: 1,
      answers: opened.record.answers.logits,
      rows: [...rows],
      x: Array.from(rows, (_, i) => points[2 * i]!),
      y: Array.from(rows, (_, i) => points[2 * i + 1]!),
    };
    await this.store.keepMap(opened.record, map);
    return labelled(map, evaluated);
  }

  private async layOut(
    opened: OpenedEvaluation,
    folder: string,
    rows: Uint32Array,
    { ticket, signal }: Asker,
  ): Promise<Float32Array> {
    const { link, env } = this.deps;
    const [count, { split }] = [rows.length, opened.record];
    const total = (1 + LAYING_OUT) * count;
    const tell = (done: number): void =>
      this.onProgress.emit({ ticket, done: Math.min(total, Math.round(done)), total });
    // The trainer tells of its part by a ticket of its own, which no window knows.
    const own = randomUUID();
    const stop = link.onReading.on((news) => {
      if (news.ticket === own) tell(news.done);
    });
    const scratch = await this.store.scratch();
    try {
      const places = rows.map((row) => opened.rows[row]!);
      const wanted = { opened, folder, split, places, into: scratch };
      const { file, width } = await writeFeatures(link, wanted, { ticket: own, signal });
      return await layOutInWorker(
        env,
        { features: file, width, count },
        {
          signal,
          onProgress: (share) => tell(count * (1 + LAYING_OUT * share)),
        },
      );
    } finally {
      stop();
      await this.store.discard(scratch);
    }
  }
}

/** Of a row, whether its image counts and was read as something else than its label. */
const isWrong =
  ({ labels, readings }: Evaluated) =>
  (row: number): boolean =>
    labels[row]! >= 0 && readings.predicted[row] !== labels[row];

function labelled({ rows, x, y }: KeptMap, evaluated: Evaluated): ImageMap {
  const { places, labels, readings } = evaluated;
  return {
    wrong: [...places.keys()].filter(isWrong(evaluated)).length,
    places: rows.map((row) => places[row]!),
    x,
    y,
    labels: rows.map((row) => (labels[row]! < 0 ? null : labels[row]!)),
    predicted: rows.map((row) => answerAt(readings, row)),
  };
}
