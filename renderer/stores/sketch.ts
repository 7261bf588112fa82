import { computed, shallowRef } from 'vue';
import type { Drawing, Point, Stroke } from '../../shared/ink/types.ts';

/** How far back undo goes. */
const HISTORY = 200;

/**
 * A drawing as it grows under the pen, with undo and redo. Coordinates are shares of the pad's side: 0, 0 is its top
 * left corner and 1, 1 its bottom right one, so that the drawing survives a change of the pad's size.
 */
export function createSketch() {
  const finished = shallowRef<Drawing>([]);
  /** The stroke under the pen; null when it is lifted. */
  const open = shallowRef<Stroke | null>(null);
  const past = shallowRef<readonly Drawing[]>([]);
  const future = shallowRef<readonly Drawing[]>([]);

  const strokes = computed<Drawing>(() => (open.value === null ? finished.value : [...finished.value, open.value]));
  const empty = computed(() => strokes.value.length === 0);
  const canUndo = computed(() => past.value.length > 0);
  const canRedo = computed(() => future.value.length > 0);

  function change(drawing: Drawing): void {
    past.value = [...past.value.slice(-HISTORY + 1), finished.value];
    future.value = [];
    finished.value = drawing;
  }

  const begin = (point: Point): void => void (open.value = [point]);

  function extend(points: readonly Point[]): void {
    if (open.value !== null && points.length > 0) open.value = [...open.value, ...points];
  }

  /** The pen leaves the paper. */
  function end(): void {
    const stroke = open.value;
    if (stroke === null) return;
    open.value = null;
    change([...finished.value, stroke]);
  }

  /** The system took the pen away (a gesture, a palm): the open stroke was not meant. */
  const cancel = (): void => void (open.value = null);

  function undo(): void {
    const before = past.value.at(-1);
    if (open.value !== null) return cancel();
    if (before === undefined) return;
    past.value = past.value.slice(0, -1);
    future.value = [...future.value, finished.value];
    finished.value = before;
  }

  function redo(): void {
    const after = future.value.at(-1);
    if (after === undefined || open.value !== null) return;
    future.value = future.value.slice(0, -1);
    past.value = [...past.value, finished.value];
    finished.value = after;
  }

  /** Can be undone. */
  function clear(): void {
    open.value = null;
    if (finished.value.length > 0) change([]);
  }

  /** Takes away each stroke that comes within `radius` of the point. */
  function eraseAt(point: Point, radius: number): void {
    const kept = finished.value.filter((stroke) => distanceToStroke(point, stroke) > radius);
    if (kept.length < finished.value.length) change(kept);
  }

  return { strokes, finished, open, empty, canUndo, canRedo, begin, extend, end, cancel, undo, redo, clear, eraseAt };
}

export type Sketch = ReturnType<typeof createSketch>;

function distanceToStroke(point: Point, stroke: Stroke): number {
  let nearest = Infinity;
  for (let i = 0; i < stroke.length; i++) {
    nearest = Math.min(nearest, distanceToSegment(point, stroke[Math.max(0, i - 1)]!, stroke[i]!));
  }
  return nearest;
}

function distanceToSegment([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length2));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}
