import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { HandInfo, SampleId, SampleReading, SittingId } from '../../../shared/contract/schemas/hand.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { useHands } from '../../stores/hands.ts';
import { useHost } from '../../stores/host.ts';
import { penStrokes } from '../../stores/pen-times.ts';
import { createSketch } from '../../stores/sketch.ts';
import type { Sketch } from '../../stores/sketch.ts';
import { collectingOrder } from './collecting-order.ts';
import { isTooSmall } from './doubt.ts';
import { PAD } from './pad.ts';
import { createSaveQueue } from './save-queue.ts';
import type { LiveReading } from './use-live-reading.ts';

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

interface Collecting {
  readonly hand: () => HandInfo;
  /** How long the pen rests before the next sign is asked for, milliseconds. */
  readonly rest: () => number;
  /** What a model reads in what stands on the pad now. */
  readonly reading: (sketch: Sketch) => LiveReading;
  readonly now?: () => number;
}
/**
 * Collecting a hand, sign by sign: what is asked for, what was drawn, how long it took. A drawing is kept when the pen has rested,
 * and written at once (save-queue.ts); the next sign is asked for meanwhile.
 */
export function useCollecting({ hand, rest, reading, now = () => performance.now() }: Collecting) {
  const hands = useHands();
  const host = useHost();
  const sketch = createSketch();
  const live = reading(sketch);
  const queue = createSaveQueue();
  const order = shallowRef<readonly string[]>([]);
  const place = ref(0);
  const skipped = ref(0);
  const kept = shallowRef<readonly Collected[]>([]);
  const paused = ref(false);
  /** The pen rests, and the drawing will be kept. */
  const resting = ref(false);
  /** Milliseconds that were spent on drawings, pauses left out. */
  const spent = ref(0);
  let since: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sitting: SittingId | null = null;
  let keys = 0;
  const known = new Set<SampleId>();

  const asked = computed(() => order.value[place.value] ?? null);
  const total = computed(() => order.value.length - skipped.value);
  const done = computed(() => order.value.length > 0 && asked.value === null);
  const meanSeconds = computed(() => (kept.value.length === 0 ? null : spent.value / kept.value.length / 1000));
  const secondsLeft = computed(() =>
    meanSeconds.value === null ? null : meanSeconds.value * (order.value.length - place.value),
  );

  /** Asks for each sign `times` times; forgets what was asked for, and nothing that was drawn. */
  function begin(times: number): void {
    order.value = [...kept.value.map(({ label }) => label), ...collectingOrder(hand().classes, times)];
    [place.value, skipped.value] = [kept.value.length, 0];
  }

  function stopResting(): void {
    clearTimeout(timer);
    resting.value = false;
  }

  function penDown(): void {
    stopResting();
    since ??= now();
  }

  function penUp(): void {
    stopResting();
    if (sketch.empty.value || paused.value || asked.value === null) return;
    resting.value = true;
    timer = setTimeout(keep, rest());
  }

  /** Keeps what stands on the pad, without waiting for the pen to rest. */
  function keep(): void {
    stopResting();
    const [label, drawing] = [asked.value, sketch.strokes.value];
    if (label === null || paused.value || drawing.length === 0) return;
    const own = collected(label, drawing);
    kept.value = [...kept.value, own];
    write(own, drawing);
    if (own.reading === null) void readLater(own, drawing);
    sketch.clear();
    const at = now();
    spent.value += since === null ? 0 : at - since;
    since = at;
    place.value += 1;
  }

  function collected(label: string, drawing: Drawing): Collected {
    const read = live.current.value;
    return {
      key: ++keys,
      label,
      image: rasterize(drawing, { frame: hand().frame, sheet: PAD }),
      reading: read && readingOf(read),
      tooSmall: isTooSmall(drawing, label),
      sample: null,
    };
  }

  /** The drawing does not wait for it: only whether it deserves a second look depends on it. */
  async function readLater(own: Collected, drawing: Drawing): Promise<void> {
    const read = await live.readLater(drawing);
    if (read === null) return;
    own.reading = readingOf(read);
    kept.value = [...kept.value];
  }

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
  const startedAt = Date.now();

  /** What stands on the pad goes back a stroke; from an empty pad, the last drawing is taken back and its sign asked for again. */
  function undo(): void {
    stopResting();
    if (!sketch.empty.value) return sketch.undo();
    const last = kept.value.at(-1);
    if (last === undefined) return;
    kept.value = kept.value.slice(0, -1);
    const { id } = hand();
    queue.push(() => hands.deleteSamples(id, [last.sample!]));
    order.value = [...order.value.slice(0, place.value), last.label, ...order.value.slice(place.value)];
    skipped.value += 1;
  }

  /** The sign that is asked for is left out this time. */
  function skip(): void {
    if (asked.value === null || paused.value) return;
    stopResting();
    sketch.clear();
    place.value += 1;
    skipped.value += 1;
  }

  function togglePause(): void {
    stopResting();
    paused.value = !paused.value;
    if (paused.value) {
      spent.value += since === null ? 0 : now() - since;
      since = null;
    } else {
      if (kept.value.length > 0) since = now();
      penUp();
    }
  }

  watch(
    () => host.connected,
    (connected) => connected && queue.error.value !== null && queue.retry(),
  );
  onScopeDispose(stopResting);

  return {
    sketch,
    live,
    queue,
    kept,
    asked,
    total,
    done,
    paused,
    resting,
    meanSeconds,
    secondsLeft,
    begin,
    penDown,
    penUp,
    keep,
    undo,
    skip,
    togglePause,
    clear: sketch.clear,
  };
}

const readingOf = ({ label, index, probabilities }: Prediction): SampleReading => ({
  label,
  probability: probabilities[index]!,
});

export type CollectingInWindow = ReturnType<typeof useCollecting>;
