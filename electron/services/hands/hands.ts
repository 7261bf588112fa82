import { AppError } from '../../../shared/contract/errors.ts';
import {
  HAND_LIMITS,
  type HandId,
  type HandInfo,
  type HandSample,
  type NewSample,
  type SampleId,
  type SampleInk,
  type SittingId,
  type SittingSource,
} from '../../../shared/contract/schemas/hand.ts';
import { nameKey } from '../../../shared/contract/schemas/name.ts';
import { LAST_MOMENT } from '../../../shared/contract/schemas/moment.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { Emitter } from '../../../shared/emitter.ts';
import type { ChangeLine, SittingLine } from '../../../shared/hands/sitting-lines.ts';
import { frameBytes, MNIST_FRAME } from '../../../shared/ink/frame.ts';
import type { HostEnvironment } from '../../environment.ts';
import { changedClasses, type ClassChange, newClassesOf, withClasses } from './hand-classes.ts';
import { addedLine, changeLines, classIdOf, headerLine } from './hand-lines.ts';
import { HandImages, type SampleImage } from './hand-images.ts';
import { newHandId, newSampleId, newSittingId, type HandRecord } from './hand-record.ts';
import { HandStore, type Additions, type StoredHand } from './hand-store.ts';
import { handInfo, handSamples } from './hand-views.ts';

/** Drawings for a sitting: of one that is there, or (null) of a new one. */
export interface NewDrawings {
  readonly sitting: SittingId | null;
  readonly source: SittingSource;
  readonly drawings: readonly NewSample[];
  /** Classes that the hand gets for them, at its end. */
  readonly newClasses?: readonly string[];
}

/**
 * Hands: drawings with their right labels, collected to train on. A hand is a folder of its own, its sittings' files only grow,
 * and every change is on the disk before it is answered (hand-store.ts). Any number of hosts may change one hand.
 */
export class Hands {
  readonly onChanged: Emitter<HandInfo>;
  readonly onRemoved: Emitter<{ id: HandId }>;
  readonly store: HandStore;
  readonly images = new HandImages();
  private readonly now: () => number;

  constructor({ storageFolder, log, now }: Pick<HostEnvironment, 'storageFolder' | 'log' | 'now'>) {
    this.store = new HandStore(storageFolder, log);
    this.now = now;
    const onError = (thrown: unknown) => log.error('listener', { thrown: String(thrown) });
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
  }

  async list(): Promise<HandInfo[]> {
    return Promise.all((await this.store.list()).map((hand) => this.infoOf(hand)));
  }

  /** Throws `hand-not-found` {id}, `file-torn`, `file-newer` and storage errors, as all that follow do. */
  async get(id: HandId): Promise<{ hand: HandInfo; samples: HandSample[] }> {
    const { hand, samples } = await this.read(id);
    return { hand: handInfo(hand, samples), samples: handSamples(hand, samples) };
  }

  /** A hand and its drawings as images, deleted ones too. */
  async read(id: HandId): Promise<{ hand: StoredHand; samples: SampleImage[] }> {
    const hand = await this.store.get(id);
    return { hand, samples: await this.images.of(hand) };
  }

  /** Throws `sample-not-found` {id}. */
  async ink(id: HandId, wanted: readonly SampleId[]): Promise<SampleInk[]> {
    const { samples } = await this.read(id);
    const byId = new Map(samples.map((sample) => [sample.id, sample]));
    return wanted.map((each) => {
      const found = byId.get(each);
      if (!found) throw new AppError('sample-not-found', { id: each });
      const { strokes = null, sheet = null } = found.sample.ink;
      return { id: each, strokes, sheet, image: new Uint8Array(found.image) };
    });
  }

  /** Throws `hand-not-found` {id} where there is none, readable or not. */
  async mustBe(id: HandId): Promise<void> {
    if (!(await this.store.ids()).includes(id)) throw new AppError('hand-not-found', { id });
  }

  /** The hand that a person names, by id or by name. Throws `hand-not-found` {id}, `hand-name-shared` {name}. */
  async find(idOrName: string): Promise<HandInfo> {
    const hands = await this.list();
    const named = hands.filter(({ id, name }) => id === idOrName || name === idOrName);
    const [found] = named.filter(({ id }) => id === idOrName).concat(named);
    if (!found) throw new AppError('hand-not-found', { id: idOrName });
    if (found.id !== idOrName && named.length > 1) throw new AppError('hand-name-shared', { name: idOrName });
    return found;
  }

  /** Throws `hand-name-taken` {name}, `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
  async create(name: string, classes: readonly string[], frame: Frame = MNIST_FRAME): Promise<HandInfo> {
    const own = newClassesOf(classes);
    const hand = await this.store.alone(async () => {
      await this.mustBeFree(name);
      const record: HandRecord = {
        version: 1,
        id: newHandId(),
        name,
        classes: own,
        removed: [],
        frame,
        createdAt: this.now(),
      };
      return this.store.create(record);
    });
    return this.tell(hand);
  }

  /** Throws `hand-name-taken` {name}, `hand-class-used` {name, count}, `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
  async update(
    id: HandId,
    change: { readonly name?: string | undefined; readonly classes?: readonly ClassChange[] | undefined },
  ): Promise<HandInfo> {
    const { name, classes } = change;
    const hand = await this.store.alone(async () => {
      if (name !== undefined) await this.mustBeFree(name, id);
      return this.store.change(id, (before) => ({
        record: {
          ...before.record,
          name: name ?? before.record.name,
          ...(classes ? changedClasses(before, classes) : {}),
        },
      }));
    });
    return this.tell(hand);
  }

  /** Keeps drawings, all or none. Throws `hand-class-unknown` {name, hand}, `hand-full` {most}, `sitting-not-found` {id}, and `invalid-input` for an image of another size. */
  async add(
    id: HandId,
    { sitting, source, drawings, newClasses = [] }: NewDrawings,
  ): Promise<{ sitting: SittingId; samples: SampleId[]; hand: HandInfo }> {
    const now = this.now();
    const own = sitting ?? newSittingId(now);
    const ids = drawings.map(newSampleId);
    const hand = await this.store.change(id, (before) => {
      if (sitting !== null && !before.sittings.has(sitting)) throw new AppError('sitting-not-found', { id: sitting });
      mustHaveRoom(before, drawings.length);
      mustBeOfFrame(before.record.frame, drawings);
      const record = newClasses.length === 0 ? before.record : withClasses(before, newClasses);
      const lines: SittingLine[] = sitting === null ? [headerLine(source, now)] : [];
      const at = laterThanAll(before, now);
      for (const [i, drawing] of drawings.entries())
        lines.push(addedLine(drawing, ids[i]!, classIdOf(record, drawing.label), at));
      return { lines: new Map([[own, lines]]), ...(record === before.record ? {} : { record }) };
    });
    return { sitting: own, samples: ids, hand: await this.tell(hand) };
  }

  /** Throws `hand-class-unknown` {name, hand}, `sample-not-found` {id}. */
  relabel(id: HandId, labels: readonly { readonly sample: SampleId; readonly label: string }[]): Promise<HandInfo> {
    const at = this.now();
    return this.changeSamples(id, (hand) =>
      labels.map(({ sample, label }) => ({ type: 'relabelled', id: sample, at, label: classIdOf(hand.record, label) })),
    );
  }

  /** Throws `sample-not-found` {id}. */
  delete(id: HandId, samples: readonly SampleId[]): Promise<HandInfo> {
    const at = this.now();
    return this.changeSamples(id, () => samples.map((sample) => ({ type: 'deleted', id: sample, at })));
  }

  /** Throws `sample-not-found` {id}, `hand-class-unknown` {name, hand} for one whose class is gone. */
  restore(id: HandId, samples: readonly SampleId[]): Promise<HandInfo> {
    const at = this.now();
    return this.changeSamples(id, () => samples.map((sample) => ({ type: 'restored', id: sample, at })));
  }

  /** Moves a hand to the trash; `takeBack` brings it back as long as this host lives. Whoever needs it is asked before (datasets.ts). */
  async discard(id: HandId): Promise<void> {
    await this.store.discard(id);
    this.images.forget(id);
    this.onRemoved.emit({ id });
  }

  async takeBack(id: HandId): Promise<HandInfo> {
    return this.tell(await this.store.restore(id));
  }

  private async changeSamples(id: HandId, linesOf: (hand: StoredHand) => ChangeLine[]): Promise<HandInfo> {
    return this.tell(
      await this.store.change(id, (hand) => ({ lines: changeLines(hand, linesOf(hand)) satisfies Additions })),
    );
  }

  private async infoOf(hand: StoredHand): Promise<HandInfo> {
    return handInfo(hand, await this.images.of(hand));
  }

  private async tell(hand: StoredHand): Promise<HandInfo> {
    const info = await this.infoOf(hand);
    this.onChanged.emit(info);
    return info;
  }

  private async mustBeFree(name: string, except?: HandId): Promise<void> {
    const same = (await this.store.list()).find(({ record }) => isSame(record.name, name) && record.id !== except);
    if (same) throw new AppError('hand-name-taken', { name: same.record.name });
  }
}

const isSame = (a: string, b: string): boolean => nameKey(a).toLowerCase() === nameKey(b).toLowerCase();

/** Now; or, where the clock was put back, just after the last drawing: their times are their order, by which they were parted for ever. */
function laterThanAll({ sittings }: StoredHand, now: number): number {
  let at = now;
  for (const { samples } of sittings.values()) for (const sample of samples.values()) at = Math.max(at, sample.at + 1);
  return Math.min(at, LAST_MOMENT);
}

function mustHaveRoom({ sittings }: StoredHand, more: number): void {
  const count = [...sittings.values()].reduce((sum, { samples }) => sum + samples.size, 0);
  if (count + more > HAND_LIMITS.drawings) throw new AppError('hand-full', { most: HAND_LIMITS.drawings });
}

function mustBeOfFrame(frame: Frame, drawings: readonly NewSample[]): void {
  for (const drawing of drawings) {
    if (!('image' in drawing) || drawing.image.length === frameBytes(frame)) continue;
    throw new AppError('invalid-input', { path: 'drawings', reason: 'the image does not have the size of the frame' });
  }
}
