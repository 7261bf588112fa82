import { setImmediate } from 'node:timers/promises';
import type { HandId, SampleId, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import type { FoldedSample } from '../../../shared/hands/fold.ts';
import { Parting, type Part } from '../../../shared/hands/parting.ts';
import { frameBytes } from '../../../shared/ink/frame.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { Turns } from '../turns.ts';
import type { StoredHand } from './hand-store.ts';

/** How long drawings are made into images before other work has its turn, milliseconds. */
const SLICE = 10;

/** A drawing of a hand as a data set has it. */
export interface SampleImage {
  readonly id: SampleId;
  readonly sitting: SittingId;
  readonly sample: FoldedSample;
  /** In the hand's frame. */
  readonly image: Uint8Array;
  readonly part: Part;
  /** Those of one group are never parted. */
  readonly group: number;
  readonly isNearDuplicate: boolean;
}

interface Known {
  readonly frame: string;
  readonly ids: SampleId[];
  readonly images: Uint8Array[];
  readonly parting: Parting;
}

/**
 * All drawings of hands as images, with the parts that they are in, in the order in which they were made; deleted ones too, since
 * what was decided by them stays. Of a hand that has grown only what is new is drawn and compared.
 */
export class HandImages {
  private readonly known = new Map<HandId, Known>();
  private readonly turns = new Turns<HandId>();

  of(hand: StoredHand): Promise<SampleImage[]> {
    return this.turns.take(hand.record.id, () => this.draw(hand));
  }

  forget(id: HandId): void {
    this.known.delete(id);
  }

  private async draw({ record, sittings }: StoredHand): Promise<SampleImage[]> {
    const { id, frame } = record;
    const samples = [...sittings]
      .flatMap(([sitting, folded]) => [...folded.samples.values()].map((sample) => ({ sitting, sample })))
      .sort((a, b) => a.sample.at - b.sample.at);
    const known = this.begin(id, frame, samples);
    let began = performance.now();
    for (const { sitting, sample } of samples.slice(known.ids.length)) {
      const image = imageOf(sample, frame);
      known.parting.add({ sitting, label: sample.firstLabel, image });
      known.ids.push(sample.id);
      known.images.push(image);
      if (performance.now() - began < SLICE) continue;
      await setImmediate();
      began = performance.now();
    }
    const { parting, images } = known;
    return samples.map(({ sitting, sample }, i) => ({
      id: sample.id,
      sitting,
      sample,
      image: images[i]!,
      part: parting.partOf(i),
      group: parting.groupOf(i),
      isNearDuplicate: parting.isNearDuplicate(i),
    }));
  }

  /** What is known of the first of these drawings; nothing where others were there in their place. */
  private begin(id: HandId, frame: Frame, samples: readonly { readonly sample: FoldedSample }[]): Known {
    const before = this.known.get(id);
    const text = JSON.stringify(frame);
    if (before?.frame === text && before.ids.every((each, i) => samples[i]?.sample.id === each)) return before;
    const known: Known = { frame: text, ids: [], images: [], parting: new Parting(frame) };
    this.known.set(id, known);
    return known;
  }
}

/** Blank where the file has an image of another size: a person has edited it. */
function imageOf({ ink }: FoldedSample, frame: Frame): Uint8Array {
  if (ink.image !== undefined) {
    const bytes = new Uint8Array(Buffer.from(ink.image, 'base64'));
    return bytes.length === frameBytes(frame) ? bytes : new Uint8Array(frameBytes(frame));
  }
  return rasterize(drawingOf(ink.strokes ?? []), { frame, sheet: ink.sheet });
}

/** Points without their times. */
const drawingOf = (strokes: NonNullable<FoldedSample['ink']['strokes']>): Drawing =>
  strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
