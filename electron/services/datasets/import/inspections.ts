import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { CancelSignal, EventPayload } from '../../../../shared/contract/define.ts';
import { AppError, toErrorData } from '../../../../shared/contract/errors.ts';
import type { HostEvents } from '../../../../shared/contract/events.ts';
import {
  isMend,
  type Inspection,
  type Mend,
  type Staged,
  type Warning,
} from '../../../../shared/contract/schemas/import.ts';
import { stratifiedSample } from '../../../../shared/data/split.ts';
import { stream } from '../../../../shared/random/random.ts';
import type { HostEnvironment } from '../../../environment.ts';
import { makeStorageFolder } from '../../../files/atomic-write.ts';
import { stageInReader, type StageJobOptions } from '../../../reader-link/stage-in-reader.ts';
import { scratchFolder } from '../prepared.ts';
import { checkDigits, type DigitCheck, type ReadDigits } from './digit-check.ts';
import { readImages, readItems } from './staging-files.ts';
import { warningsOf } from './warnings.ts';

export interface InspectionsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'log' | 'launchReader' | 'now'>;
  readonly onProgress: (progress: InspectionProgress) => void;
  /** Reads digits, to tell whether a set of digits is as it should be; null where there is no model. */
  readonly readDigits: ReadDigits | null;
}

export interface InspectOptions {
  /** Which of several data sets that are found. */
  readonly choice?: string | null;
  /** Whether, of several that could be parts of one, the first is taken. */
  readonly takeFirst?: boolean;
  readonly signal?: CancelSignal | undefined;
  /** What its progress is told with. */
  readonly ticket?: string;
  /** Where it came from, in words for a person; the path if absent. */
  readonly origin?: string;
}

export type InspectionProgress = EventPayload<HostEvents, 'inspection.progress'>;

/** A data set that was read and laid down, and waits for somebody to say how it is to be kept. */
export interface Pending {
  readonly id: string;
  /** Where it came from, in words for a person. */
  readonly origin: string;
  readonly folder: string;
  readonly staged: Staged;
  readonly warnings: readonly Warning[];
}

/** Of each class so many images are shown, and of all classes so many. */
const [PER_CLASS, MOST_SHOWN] = [6, 400];
/** Everybody sees the same images. */
const SHOWN_SEED = 7;
/** Share of test images that warnings are told for. */
export const TEST_FRACTION = 0.2;
/** Imports that wait; the oldest goes when there are more. */
const MOST_PENDING = 4;

/** Imports that have been read and not yet carried out. */
export class Inspections {
  private readonly deps: InspectionsDependencies;
  private readonly pending = new Map<string, Pending>();
  /** Ends what is being read when the studio closes. */
  private readonly going = new Set<AbortController>();

  constructor(deps: InspectionsDependencies) {
    this.deps = deps;
  }

  /** Reads a file, folder or archive. Throws what `stageInReader` throws and storage errors; nothing is left then. */
  async inspect(
    source: string,
    { choice = null, takeFirst = false, signal, ticket = '', origin = source }: InspectOptions,
  ): Promise<Inspection> {
    const folder = scratchFolder(this.deps.env.storageFolder);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    this.going.add(controller);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      makeStorageFolder(folder);
      const job = { path: source, folder, choice, takeFirst };
      const staged = await stageInReader(this.deps.env, job, {
        signal: controller.signal,
        onProgress: this.teller(ticket),
      });
      const name = nameOf(source);
      if (staged.set === null) {
        await fs.rm(folder, { recursive: true, force: true });
        return { ...nothingYet(name), sets: staged.sets, skipped: staged.skipped };
      }
      return await this.keep(origin, folder, staged, controller.signal);
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    } finally {
      this.going.delete(controller);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Throws `inspection-gone`. */
  get(id: string): Pending {
    const pending = this.pending.get(id);
    if (!pending) throw new AppError('inspection-gone');
    return pending;
  }

  async discard(id: string): Promise<void> {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (pending) await fs.rm(pending.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const controller of this.going) controller.abort();
    for (const id of [...this.pending.keys()]) await this.discard(id);
  }

  /** Tells progress with the time that is left, by the speed so far. */
  private teller(ticket: string): NonNullable<StageJobOptions['onProgress']> {
    const { now } = this.deps.env;
    const began = now();
    return ({ done, total }) => {
      const seconds = (now() - began) / 1000;
      const etaSeconds = total !== null && done > 0 ? (seconds * Math.max(0, total - done)) / done : null;
      this.deps.onProgress({ ticket, done, total, etaSeconds });
    };
  }

  /** Throws `cancelled`: nobody would know of what is kept then. */
  private async keep(origin: string, folder: string, staged: Staged, signal: AbortSignal): Promise<Inspection> {
    const items = await readItems(folder);
    const check = await this.check(staged, folder, items);
    const warnings = warningsOf(staged, check, TEST_FRACTION);
    if (signal.aborted) throw new AppError('cancelled');
    const id = randomBytes(12).toString('hex');
    this.pending.set(id, { id, origin, folder, staged, warnings });
    for (const [oldest] of this.pending) if (this.pending.size > MOST_PENDING) await this.discard(oldest);
    const { height, width, classes, counts, sets, set, skipped, count } = staged;
    return {
      ...nothingYet(nameOf(origin)),
      id,
      set,
      sets,
      task: { inputShape: [height, width, 1], classes },
      counts,
      sample: await sampleOf(staged, folder, items.labels),
      warnings,
      skipped,
      bytes: count * (height * width + 2),
    };
  }

  /** What the starter says of digits; null where it cannot be asked: an import does not need the engine. */
  private async check(
    staged: Staged,
    folder: string,
    items: Awaited<ReturnType<typeof readItems>>,
  ): Promise<DigitCheck | null> {
    if (!this.deps.readDigits) return null;
    return checkDigits(staged, folder, items, this.deps.readDigits).catch((thrown: unknown) => {
      this.deps.env.log.warn('digits of an import were not checked', { error: toErrorData(thrown).code });
      return null;
    });
  }
}

/** What a set is mended of when nobody says otherwise. */
export const mendsByThemselves = (warnings: readonly Warning[]): Mend[] =>
  warnings.flatMap(({ code, on }) => (on && isMend(code) ? [code] : []));

const nothingYet = (name: string): Inspection => ({
  id: '0'.repeat(24),
  name,
  set: null,
  sets: [],
  task: null,
  framing: 'centred',
  counts: { whole: [], train: [], test: [] },
  sample: { images: new Uint8Array(), labels: [] },
  warnings: [],
  skipped: [],
  bytes: 0,
});

/** A data set is called after its file or folder; folders of a layout say nothing. */
export function nameOf(source: string): string {
  const parts = source.split(/[/\\]/).filter(Boolean);
  const telling = parts.reverse().find((part) => !/^(raw|data|dataset)$/i.test(part)) ?? 'data';
  return telling.replace(/(\.(zip|gz|csv|npz|npy|parquet|ndjson|json|tar))+$/i, '').slice(0, 80);
}

async function sampleOf(staged: Staged, folder: string, labels: Uint16Array): Promise<Inspection['sample']> {
  const limit = Math.min(MOST_SHOWN, PER_CLASS * staged.classes.length);
  const places = evenSample(labels, staged.classes.length, limit);
  return { images: await readImages(folder, staged, places), labels: Array.from(places, (place) => labels[place]!) };
}

/** As many of each class as there is room for, the rarest too, by class. */
function evenSample(labels: Uint16Array, classes: number, limit: number): number[] {
  const shuffled = stream(SHOWN_SEED, 'split').shuffle(
    stratifiedSample(labels, labels.length, stream(SHOWN_SEED, 'split')),
  );
  const each = Math.max(1, Math.floor(limit / classes));
  const taken = Array.from({ length: classes }, (): number[] => []);
  for (const place of shuffled) {
    const own = taken[labels[place]!]!;
    if (own.length < each) own.push(place);
  }
  return taken.flat().slice(0, limit);
}
