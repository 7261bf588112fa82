import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { HandInfo, SampleReading } from '../../../shared/contract/schemas/hand.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import { rasterize } from '../../../shared/ink/rasterize.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { createSketch } from '../../stores/sketch.ts';
import type { Sketch } from '../../stores/sketch.ts';
import { collectingOrder } from './collecting-order.ts';
import { isTooSmall } from './doubt.ts';
import { PAD } from './pad.ts';
import type { LiveReading } from './use-live-reading.ts';
import { useSittingWriter, type Collected } from './use-sitting-writer.ts';

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
 * and written at once (use-sitting-writer.ts); the next sign is asked for meanwhile.
 */
export function useCollecting({ hand, rest, reading, now = () => performance.now() }: Collecting) {
  const sketch = createSketch();
  const live = reading(sketch);
  const writer = useSittingWriter(hand);
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
  let keys = 0;

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
    writer.write(own, drawing);
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

  /** What stands on the pad goes back a stroke; from an empty pad, the last drawing is taken back and its sign asked for again. */
  function undo(): void {
    stopResting();
    if (!sketch.empty.value) return sketch.undo();
    const last = kept.value.at(-1);
    if (last === undefined) return;
    kept.value = kept.value.slice(0, -1);
    writer.takeBack(last);
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

  onScopeDispose(stopResting);

  return {
    sketch,
    live,
    queue: writer.queue,
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
