import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { CancelSignal, EventPayload } from '../../../../shared/contract/define.ts';
import { AppError, toErrorData } from '../../../../shared/contract/errors.ts';
import type { HostEvents } from '../../../../shared/contract/events.ts';
import type { Inspection, Staged, Warning } from '../../../../shared/contract/schemas/import.ts';
import { cleanName, cutName } from '../../../../shared/contract/schemas/name.ts';
import type { Framing } from '../../../../shared/contract/schemas/task.ts';
import { stream } from '../../../../shared/random/random.ts';
import type { HostEnvironment } from '../../../environment.ts';
import { makeStorageFolder } from '../../../files/atomic-write.ts';
import { stageInReader, type StageJobOptions } from '../../../reader-link/stage-in-reader.ts';
import { TransferRate } from '../../transfer-rate.ts';
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
  /** How ink comes into the images; `centred` if absent. */
  readonly framing?: Framing | undefined;
  /** What all of its pictures show; nothing else is read then. */
  readonly label?: string | undefined;
  readonly signal?: CancelSignal | undefined;
  /** The ticket that its progress events carry. */
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

/**
 * The sample shows so many images of each class; with many classes so many in all, but one of each; and no more bytes
 * than this.
 */
const [PER_CLASS, MOST_SHOWN, MOST_SHOWN_BYTES] = [6, 400, 16_777_216];
/** A fixed seed: the same images are shown each time. */
const SHOWN_SEED = 7;
/** The share of test images that warnings assume. */
export const TEST_FRACTION = 0.2;
/** At most so many undecided imports are kept; then the oldest is dropped. */
const MOST_PENDING = 4;

/** Imports that have been read and not yet carried out. */
export class Inspections {
  private readonly deps: InspectionsDependencies;
  private readonly pending = new Map<string, Pending>();
  /** How many imports of each are going: its files stay until these have ended. */
  private readonly uses = new Map<string, number>();
  /** Ends what is being read when the studio closes. */
  private readonly going = new Set<AbortController>();

  constructor(deps: InspectionsDependencies) {
    this.deps = deps;
  }

  /** Reads a file, folder or archive. Throws what `stageInReader` throws and storage errors; nothing is left then. */
  async inspect(
    source: string,
    {
      choice = null,
      takeFirst = false,
      framing = 'centred',
      label,
      signal,
      ticket = '',
      origin = source,
    }: InspectOptions,
  ): Promise<Inspection> {
    const folder = scratchFolder(this.deps.env.storageFolder);
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    this.going.add(controller);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      makeStorageFolder(folder);
      const job = { path: source, folder, choice, takeFirst, framing, ...(label === undefined ? {} : { label }) };
      const staged = await stageInReader(this.deps.env, job, {
        signal: controller.signal,
        onProgress: this.teller(ticket),
      });
      const name = nameOf(source);
      if (staged.set === null) {
        await fs.rm(folder, { recursive: true, force: true });
        return { ...nothingYet(name), framing, sets: staged.sets, skipped: staged.skipped };
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

  /**
   * Does something with a pending import, whose files stay until that has ended, whoever discards it meanwhile. Throws
   * `inspection-gone` and what `work` throws.
   */
  async use<T>(id: string, work: (pending: Pending) => Promise<T>): Promise<T> {
    const pending = this.pending.get(id);
    if (!pending) throw new AppError('inspection-gone');
    this.uses.set(id, (this.uses.get(id) ?? 0) + 1);
    try {
      return await work(pending);
    } finally {
      const others = this.uses.get(id)! - 1;
      if (others > 0) this.uses.set(id, others);
      else this.uses.delete(id);
      if (!this.pending.has(id)) await this.removeUnused(pending);
    }
  }

  async discard(id: string): Promise<void> {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (pending) await this.removeUnused(pending);
  }

  private async removeUnused({ id, folder }: Pending): Promise<void> {
    if (!this.uses.has(id)) await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const controller of this.going) controller.abort();
    for (const id of [...this.pending.keys()]) await this.discard(id);
  }

  /** Sends progress with the time left, estimated by the speed so far. */
  private teller(ticket: string): NonNullable<StageJobOptions['onProgress']> {
    const { now } = this.deps.env;
    const rate = new TransferRate();
    let reached = 0;
    return ({ done, total }) => {
      rate.add(Math.max(0, done - reached), now());
      reached = Math.max(reached, done);
      const etaSeconds = total === null ? null : rate.secondsFor(Math.max(0, total - done), now());
      this.deps.onProgress({ ticket, done, total, etaSeconds });
    };
  }

  /** Throws `cancelled` if the signal has aborted: nobody would know of the kept import. */
  private async keep(origin: string, folder: string, staged: Staged, signal: AbortSignal): Promise<Inspection> {
    const items = await readItems(folder);
    const check = await this.check(staged, folder, items);
    const warnings = warningsOf(staged, check, TEST_FRACTION);
    if (signal.aborted) throw new AppError('cancelled');
    const id = randomBytes(12).toString('hex');
    this.pending.set(id, { id, origin, folder, staged, warnings });
    const idle = [...this.pending.keys()].filter((each) => !this.uses.has(each));
    for (const oldest of idle.slice(0, -MOST_PENDING)) await this.discard(oldest);
    const { height, width, classes, counts, sets, set, skipped, count, framing, drawn, framed } = staged;
    return {
      ...nothingYet(nameOf(origin)),
      id,
      set,
      sets,
      task: { inputShape: [height, width, 1], classes },
      framing,
      reframes: drawn || framed,
      counts,
      sample: await sampleOf(staged, folder, items.labels),
      warnings,
      skipped,
      bytes: count * (height * width + 2),
    };
  }

  /** The starter's check of digits; null if the engine is not available: an import does not need it. */
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

const nothingYet = (name: string): Inspection => ({
  id: '0'.repeat(24),
  name,
  set: null,
  sets: [],
  task: null,
  framing: 'centred',
  reframes: false,
  counts: { whole: [], train: [], test: [] },
  sample: { images: new Uint8Array(), labels: [] },
  warnings: [],
  skipped: [],
  bytes: 0,
});

/** A data set's name from its file or folder. Names of layout folders (`raw`, `data`) and of loose files together (`files`) are passed over. */
export function nameOf(source: string): string {
  const parts = source.split(/[/\\]/).filter(Boolean);
  const telling = parts.reverse().find((part) => !/^(raw|data|dataset|files)$/i.test(part)) ?? 'data';
  return cutName(cleanName(telling.replace(/(\.(zip|gz|csv|npz|npy|parquet|ndjson|json|tar))+$/i, '')), 80) || 'data';
}

async function sampleOf(staged: Staged, folder: string, labels: Uint16Array): Promise<Inspection['sample']> {
  const { length } = staged.classes;
  const each = Math.max(1, Math.min(PER_CLASS, Math.floor(MOST_SHOWN / length)));
  const room = Math.floor(MOST_SHOWN_BYTES / (staged.height * staged.width));
  const places = evenlySpread(evenSample(labels, length, each), room);
  return { images: await readImages(folder, staged, places), labels: Array.from(places, (place) => labels[place]!) };
}

/** `each` of each class, or as many as it has, by class. */
function evenSample(labels: Uint16Array, classes: number, each: number): number[] {
  const shuffled = stream(SHOWN_SEED, 'split').shuffle(Uint32Array.from(labels.keys()));
  const taken = Array.from({ length: classes }, (): number[] => []);
  for (const place of shuffled) {
    const own = taken[labels[place]!]!;
    if (own.length < each) own.push(place);
  }
  return taken.flat();
}

/** At most `room` items, from all over the list. */
const evenlySpread = (items: readonly number[], room: number): number[] =>
  items.length <= room
    ? [...items]
    : Array.from({ length: room }, (_, i) => items[Math.floor((i * items.length) / room)]!);
