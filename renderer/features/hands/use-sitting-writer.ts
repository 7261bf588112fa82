import { watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { HandInfo, SampleId, SampleReading, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';
import { penStrokes } from '../../stores/pen-times.ts';
import { PAD } from './pad.ts';
import { createSaveQueue } from './save-queue.ts';

/** A drawing of this sitting. */
export interface Collected {
  readonly key: number;
  readonly label: string;
  readonly image: Uint8Array;
  /** Null until it is read; a busy machine may be slower than the pen. */
  reading: SampleReading | null;
  readonly tooSmall: boolean;
  /** Known once it is on the disk. */
  sample: SampleId | null;
}

/**
 * Writes a sitting's drawings into a hand, in their order, and tries again where one could not be written; a connection that was
 * lost and is there again is a reason to.
 */
export function useSittingWriter(hand: () => HandInfo) {
  const hands = useHands();
  const host = useHost();
  const queue = createSaveQueue();
  const startedAt = Date.now();
  const known = new Set<SampleId>();
  let sitting: SittingId | null = null;

  function write(own: Collected, drawing: Drawing): void {
    const { id } = hand();
    const strokes = penStrokes(drawing);
    const more = own.reading === null ? {} : { reading: own.reading };
    queue.push(async (again) => {
      own.sample = again ? await findWritten(own) : null;
      if (own.sample === null) {
        const drawings = [{ label: own.label, strokes, sheet: PAD, ...more }];
        const added = await hands.add({ id, sitting, source: 'collecting', drawings }).catch(forgetLostSitting);
        sitting = added.sitting;
        own.sample = added.samples[0]!;
      }
      known.add(own.sample);
    });
  }

  /** Its file was taken away: the next try begins another. */
  function forgetLostSitting(thrown: unknown): never {
    if (toErrorData(thrown).code === 'sitting-not-found') sitting = null;
    throw thrown;
  }

  /** A drawing whose answer was lost with the connection may have been written: then it is there, and nobody else's. */
  async function findWritten({ label }: Collected): Promise<SampleId | null> {
    const { samples } = await hands.get(hand().id);
    const mine = samples.filter((sample) => (sitting === null ? sample.at >= startedAt : sample.sitting === sitting));
    const found = mine.filter((sample) => sample.label === label && !known.has(sample.id)).at(-1);
    if (found) sitting = found.sitting;
    return found?.id ?? null;
  }

  /** Deletes one that was written, or will be before this is done. */
  function takeBack(own: Collected): void {
    const { id } = hand();
    queue.push(() => hands.deleteSamples(id, [own.sample!]));
  }

  watch(
    () => host.connected,
    (connected) => connected && queue.error.value !== null && queue.retry(),
  );
  return { queue, write, takeBack };
}
