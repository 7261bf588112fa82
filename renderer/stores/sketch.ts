import { computed, shallowRef } from 'vue';
import { amend, canRedo, canUndo, record, redo, startHistory, undo } from '../../shared/history/history.ts';
import { extendOnSheet, isOnSheet } from '../../shared/ink/clip.ts';
import type { Drawing, Point, Stroke } from '../../shared/ink/types.ts';

/**
 * A drawing as it grows under the pen, with undo and redo. Coordinates are shares of the pad's height: 0, 0 is its top
 * left corner and `width`, 1 its bottom right one, so that the drawing survives a change of the pad's size. Nothing is drawn
 * beyond the pad, so that the model reads what is visible.
 */
export function createSketch(width = 1) {
  const history = shallowRef(startHistory<Drawing>([]));
  /** What the pen has drawn since it came down, a piece for each stay on the pad; null while it is lifted. */
  const open = shallowRef<Drawing | null>(null);
  /** The last position of the pen, on the pad or beside it. */
  let at: Point = [0, 0];
  /** The eraser is down and has taken something away: what more it takes is the same step. */
  let erasing = false;

  const strokes = computed<Drawing>(() => [...history.value.present, ...(open.value ?? [])]);
  const empty = computed(() => strokes.value.length === 0);

  function begin(point: Point): void {
    at = point;
    open.value = isOnSheet(point, width) ? [[point]] : [];
  }

  function extend(points: readonly Point[]): void {
    if (open.value === null) return;
    const { pieces, at: last } = extendOnSheet(open.value, at, points, width);
    at = last;
    open.value = pieces;
  }

  /** The pen is lifted. */
  function end(): void {
    const pieces = open.value;
    open.value = null;
    erasing = false;
    if (pieces !== null && pieces.length > 0)
      history.value = record(history.value, [...history.value.present, ...pieces]);
  }

  /** The system cancelled the pointer (a gesture, a palm): its stroke is dropped. */
  function cancel(): void {
    open.value = null;
    erasing = false;
  }

  function stepBack(): void {
    if (open.value !== null) cancel();
    else history.value = undo(history.value);
  }

  function stepForward(): void {
    if (open.value === null) history.value = redo(history.value);
  }

  /** Can be undone. */
  function clear(): void {
    cancel();
    if (history.value.present.length > 0) history.value = record(history.value, []);
  }

  /** Puts a drawing in the place of what is there; can be undone. */
  function replace(drawing: Drawing): void {
    cancel();
    history.value = record(history.value, drawing);
  }

  /** Takes away each stroke that comes within `radius` of the point; until the eraser is lifted, all in one step. */
  function eraseAt(point: Point, radius: number): void {
    const { present } = history.value;
    const kept = present.filter((stroke) => distanceToStroke(point, stroke) > radius);
    if (kept.length === present.length) return;
    history.value = (erasing ? amend : record)(history.value, kept);
    erasing = true;
  }

  return {
    /** Of the pad, in units of its height. */
    width,
    strokes,
    empty,
    canUndo: computed(() => canUndo(history.value)),
    canRedo: computed(() => canRedo(history.value)),
    begin,
    extend,
    end,
    cancel,
    undo: stepBack,
    redo: stepForward,
    clear,
    replace,
    eraseAt,
  };
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
